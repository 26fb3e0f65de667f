package io.edgedfa.device.app;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.footprint.Footprint;
import io.edgedfa.device.app.footprint.Measurement;
import io.edgedfa.device.app.footprint.TrialBoard;
import io.edgedfa.device.image.BoardImage;
import io.edgedfa.device.image.Platform;
import io.edgedfa.file.WholeFile;
import io.edgedfa.onnx.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code footprint}: what the installed board program takes of a machine. */
@Command(name = "footprint", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Install the board program for this machine into a temporary folder, let it learn a network of 1.8 million weights"
                + " there, and measure: memory of the whole process, time from its start to the first prediction, and size of what is"
                + " installed on a linux-arm64 board. Made from the built jar with its libraries; an installed one cannot do it.")
final class FootprintCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--seconds", defaultValue = "20", paramLabel = "N", description = "How long it learns, 1 to 3600.")
    private int seconds;

    @Option(names = "--starts", defaultValue = "5", paramLabel = "N", description = "Starts that the median is of, 1 to 100.")
    private int starts;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
    private Path json;

    @Option(names = "--keep", paramLabel = "DIR", description = "Work in this new or empty folder, and leave all there.")
    private Path keep;

    @Option(names = "--application", hidden = true, paramLabel = "JAR", description = "The jar as built; default: the one this is.")
    private Path application;

    @Override
    public Integer call() throws Exception {
        check("--seconds", seconds, 3600);
        check("--starts", starts, 100);
        if (json != null) {
            WholeFile.checkWritable(json);
        }
        Platform here = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")).orElseThrow(() ->
                new ConfigException("this machine is " + Provenance.osArch() + "; allowed: linux on aarch64 or amd64"));
        Path jar = application == null ? ownJar() : application;
        Path folder = keep == null ? Files.createTempDirectory("edge-dfa-footprint") : keep.toAbsolutePath();
        Measurement measurement = new Measurement(jar, folder);
        Thread cleaning = new Thread(() -> clean(measurement, folder), "clean");
        Runtime.getRuntime().addShutdownHook(cleaning);
        try {
            report(here, measurement.run(here, seconds, starts));
        } finally {
            clean(measurement, folder);
        }
        Runtime.getRuntime().removeShutdownHook(cleaning);
        return 0;
    }

    private void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " = " + value + "; allowed: 1 to " + most);
        }
    }

    private static Path ownJar() throws Exception {
        Path place = Path.of(FootprintCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!Files.isRegularFile(place)) {
            throw new ConfigException("the program does not run from its jar but from " + place + "; allowed: java -jar edge-dfa-device.jar");
        }
        return place;
    }

    private void clean(Measurement measurement, Path folder) {
        measurement.close();
        if (keep == null) {
            TrialBoard.delete(folder);
        }
    }

    private void report(Platform here, Footprint found) throws IOException {
        line("resident memory while learning", "%.1f MB", found.residentBytes() / 1e6);
        line("its peak, start included", "%.1f MB", found.peakResidentBytes() / 1e6);
        line("start to first prediction", "%.2f s", found.startMillis() / 1000);
        line("the same with an archive of classes", "%.2f s", found.startWithArchiveMillis() / 1000);
        line("archive of classes", "%.1f MB", found.archiveBytes() / 1e6);
        line("installed on " + Measurement.INSTALLED.label() + ", without Java", "%.1f MB", found.installedBytes() / 1e6);
        line("learned from", "%d samples, median step %.1f ms", found.samples(), found.stepP50Micros() / 1000.0);
        if (json != null) {
            JsonFile.write(json, json(here, found));
        }
    }

    private static void line(String what, String format, Object... figures) {
        System.out.printf(Locale.ROOT, "%-42s %s%n", what, String.format(Locale.ROOT, format, figures));
    }

    private Map<String, Object> json(Platform here, Footprint found) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("residentBytes", found.residentBytes());
        result.put("peakResidentBytes", found.peakResidentBytes());
        result.put("startToFirstPredictionMillis", found.startMillis());
        result.put("startToFirstPredictionWithArchiveMillis", found.startWithArchiveMillis());
        result.put("archiveBytes", found.archiveBytes());
        result.put("installedBytes", found.installedBytes());
        result.put("installedPlatform", Measurement.INSTALLED.label());
        result.put("samplesLearned", found.samples());
        result.put("stepP50Micros", found.stepP50Micros());
        result.put("seconds", seconds);
        result.put("starts", starts);
        result.put("network", TrialBoard.FC2_1000.stream().map(String::valueOf).collect(Collectors.joining("-")) + " tanh");
        result.put("rule", TrialBoard.RULE);
        result.put("optimizer", TrialBoard.OPTIMIZER);
        result.put("batch", TrialBoard.BATCH);
        result.put("platform", here.label());
        result.put("cores", Runtime.getRuntime().availableProcessors());
        result.put("processor", procField("cpuinfo", "model name"));
        result.put("memory", procField("meminfo", "MemTotal"));
        result.put("java", Provenance.java());
        result.put("javaOptions", BoardImage.javaOptions());
        result.put("version", Provenance.productVersion());
        return result;
    }

    /** A field of one of the kernel's files; some processors do not say what they are. */
    private static String procField(String file, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", file)).stream().filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown");
    }
}
