package io.edgedfa.host.experiment;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.onnx.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Where a run's numbers come from.
 *
 * @param cpu        the processor's name, or the architecture where the system does not tell one
 * @param cores      that this process may use
 * @param dataSha256 see {@link io.edgedfa.stream.Dataset#sha256}
 * @param date       start of the run, UTC, to the second
 * @param device     what the engine ran on, where that is not the processor; else empty
 */
public record RunProvenance(
        String productVersion,
        String java,
        String osArch,
        String cpu,
        int cores,
        String dataName,
        Hashes dataSha256,
        long seed,
        String date,
        String device) {

    /** One hash per split. */
    public record Hashes(String train, String test) {}

    public RunProvenance {
        // A file from before there were other devices has none.
        device = device == null ? "" : device;
    }

    /** Of a run on the processor that starts now. */
    public static RunProvenance now(TrainTestSplit data, long seed) {
        return now(data, seed, "");
    }

    /** Of a run that starts now. @param device see {@link io.edgedfa.engine.Engine#device} */
    public static RunProvenance now(TrainTestSplit data, long seed, String device) {
        return new RunProvenance(
                Provenance.productVersion(),
                Provenance.java(),
                Provenance.osArch(),
                cpuOfThisMachine(),
                Runtime.getRuntime().availableProcessors(),
                data.name(),
                new Hashes(data.train().sha256(), data.test().sha256()),
                seed,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                device);
    }

    /** The processor's name, or the architecture where the system does not tell one. */
    public static String cpuOfThisMachine() {
        return cpu(Path.of("/proc/cpuinfo"));
    }

    /** {@code model name} of Linux's processor list; ARM kernels leave it out. */
    static String cpu(Path processors) {
        try (Stream<String> lines = Files.lines(processors)) {
            return lines.filter(line -> line.startsWith("model name") && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
