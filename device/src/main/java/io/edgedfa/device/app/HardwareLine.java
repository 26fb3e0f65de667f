package io.edgedfa.device.app;

import io.edgedfa.device.app.config.HardwareConfig;
import io.edgedfa.device.board.BoardReadings;
import io.edgedfa.device.board.Readings;
import io.edgedfa.device.board.Sensor;
import io.edgedfa.device.image.Platform;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * A machine beside what a configuration says of it, in words.
 *
 * @param platform {@code linux-arm64} or {@code linux-x86_64}, or what Java calls another
 * @param cores    that this process may use
 * @param memoryMb that Linux has, in MiB; 0 where it does not tell
 * @param sensors  that say something
 */
record HardwareLine(String platform, int cores, long memoryMb, List<Sensor> sensors) {
    /** Firmware and graphics keep some of a board's memory for themselves. */
    private static final double LEAST_OF_MEMORY = 0.85;

    /** This machine. */
    static HardwareLine here() {
        Path root = Path.of("/");
        Readings readings = new BoardReadings(root, root).read();
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch");
        return new HardwareLine(
                Platform.of(os, arch).map(Platform::label).orElse(os + " " + arch),
                Runtime.getRuntime().availableProcessors(),
                readings.memoryTotalBytes().orElse(0) >> 20,
                Arrays.stream(Sensor.values()).filter(sensor -> sensor.isIn(readings)).toList());
    }

    /** Each fact that is said, with what is here where that differs; what is not said, as it is here. */
    String beside(HardwareConfig said) {
        StringJoiner line = new StringJoiner(", ", said.name().isEmpty() ? "" : said.name() + ": ", "");
        line.add(fact(said.platform(), platform, said.platform().isEmpty(), said.platform().equals(platform)));
        line.add(fact(said.cores() + " cores", cores + " cores", said.cores() == 0, said.cores() == cores));
        boolean alike = memoryMb <= said.memoryMb() && memoryMb >= LEAST_OF_MEMORY * said.memoryMb();
        line.add(fact(said.memoryMb() + " MiB", memoryMb + " MiB", said.memoryMb() == 0, alike));
        line.add("sensors " + names(said.sensors()));
        List<Sensor> missing = said.sensors().stream().filter(sensor -> !sensors.contains(sensor)).toList();
        List<Sensor> more = sensors.stream().filter(sensor -> !said.sensors().contains(sensor)).toList();
        return line + (missing.isEmpty() ? "" : " (missing here: " + names(missing) + ")")
                + (more.isEmpty() ? "" : " (here also: " + names(more) + ")");
    }

    private static String fact(String said, String found, boolean unsaid, boolean alike) {
        return unsaid ? found : alike ? said : said + " (here " + found + ")";
    }

    private static String names(List<Sensor> sensors) {
        return sensors.isEmpty() ? "none" : sensors.stream().map(Sensor::label).collect(Collectors.joining(" "));
    }
}
