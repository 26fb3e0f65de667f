package io.edgedfa.host.experiment.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How much memory there is, in bytes.
 *
 * @param available what the system can still give, heap and native together
 * @param direct    what Java allows for buffers outside the heap
 */
public record Memory(long available, long direct) {

    private static final Path LINUX = Path.of("/proc/meminfo");

    /** Of this process, now. */
    public static Memory now() {
        // Unless told otherwise, Java allows as much for direct buffers as for the heap.
        return new Memory(available(LINUX), Runtime.getRuntime().maxMemory());
    }

    /** {@code MemAvailable}; {@link Long#MAX_VALUE}, so that nothing is refused, where the system does not tell. */
    static long available(Path meminfo) {
        try (Stream<String> lines = Files.lines(meminfo)) {
            return lines.filter(line -> line.matches("MemAvailable:\\s+\\d{1,15} kB"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** For people: {@code 12.3 MB}, {@code 4.56 GB}; decimal units. */
    public static String text(long bytes) {
        return bytes >= 1_000_000_000L ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9)
                : bytes >= 100_000L ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
}
