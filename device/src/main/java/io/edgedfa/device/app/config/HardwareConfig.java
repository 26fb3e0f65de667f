package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.board.Sensor;
import io.edgedfa.device.image.Platform;
import java.util.List;

/**
 * What is known of the board that a configuration is for, from datasheets. Nothing is switched by it: it is compared with the
 * machine, and bounds are computed from it.
 *
 * @param name      of the board; empty where it is not said, as all that follows
 * @param platform  {@code linux-arm64} or {@code linux-x86_64}
 * @param cores     of the CPU; 0 where it is not said
 * @param memoryMb  memory of the board, in MiB; 0 where it is not said
 * @param sensors   that the board has, in their order
 * @param gflops    peak of the cores that learn, in 1e9 float32 operations per second, a multiply-add being two; 0 where not said
 * @param gbytesPerS bandwidth of the memory, in 1e9 bytes per second; 0 where it is not said
 * @param watts     that the board takes at most in its power mode; 0 where it is not said
 * @param glibc     version of the C library of the board's system: {@code 2.36}
 */
public record HardwareConfig(String name, String platform, int cores, long memoryMb, List<Sensor> sensors, double gflops, double gbytesPerS,
        double watts, String glibc) {
    private static final String SENSORS = "hardware.sensors";

    static HardwareConfig read(ConfigReader reader) {
        return new HardwareConfig(
                text(reader, "hardware.name", "[\\p{Alnum} ._+()-]{0,64}", "at most 64 letters, digits, spaces and . _ - + ( )"),
                platform(reader),
                (int) reader.integer("hardware.cores", 0L, 0, 1024),
                reader.integer("hardware.memory-mb", 0L, 0, 1 << 24),
                sensors(reader),
                reader.number("hardware.gflops", 0.0, 0, 1e6),
                reader.number("hardware.gbytes-per-s", 0.0, 0, 1e5),
                reader.number("hardware.watts", 0.0, 0, 10_000),
                text(reader, "hardware.glibc", "(\\d{1,2}\\.\\d{1,3})?", "a version like 2.36"));
    }

    private static String text(ConfigReader reader, String key, String pattern, String allowed) {
        String text = reader.string(key, "");
        if (!text.matches(pattern)) {
            throw reader.refusal(key, allowed);
        }
        return text;
    }

    private static String platform(ConfigReader reader) {
        return reader.parsed("hardware.platform", "", String.join(", ", Platform.LABELS),
                label -> label.isEmpty() ? "" : Platform.named(label).label());
    }

    private static List<Sensor> sensors(ConfigReader reader) {
        try {
            return reader.strings(SENSORS).stream().map(Sensor::named).distinct().sorted().toList();
        } catch (IllegalArgumentException e) {
            throw reader.refusal(SENSORS, "a list of " + String.join(", ", Sensor.LABELS));
        }
    }
}
