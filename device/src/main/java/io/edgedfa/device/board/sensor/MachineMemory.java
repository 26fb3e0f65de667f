package io.edgedfa.device.board.sensor;

import java.util.Optional;
import java.util.OptionalLong;

/** Memory of the whole machine, shared with the GPU on boards. Source: proc_meminfo(5), in KiB. */
public final class MachineMemory {
    private final Optional<SensorFile> file;

    /**
     * @param totalBytes     what the kernel has to give
     * @param availableBytes what programs can still get without swapping
     */
    public record Amounts(OptionalLong totalBytes, OptionalLong availableBytes) {
        private static final Amounts NONE = new Amounts(OptionalLong.empty(), OptionalLong.empty());
    }

    public MachineMemory(KernelFiles files) {
        file = files.file("proc/meminfo");
    }

    /** Both, from one reading of the file. */
    public Amounts read() {
        Optional<String> text = file.flatMap(SensorFile::text);
        return text.isEmpty() ? Amounts.NONE : new Amounts(bytes(text.get(), "MemTotal:"), bytes(text.get(), "MemAvailable:"));
    }

    private OptionalLong bytes(String text, String key) {
        int begin = text.indexOf(key);
        int end = begin < 0 ? -1 : text.indexOf(" kB", begin);
        try {
            if (end > 0) {
                long kibibytes = Long.parseLong(text.substring(begin + key.length(), end).strip());
                if (kibibytes >= 0) {
                    return OptionalLong.of(Math.multiplyExact(kibibytes, 1024L));
                }
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // reported below, as a line that is missing
        }
        file.get().broken(text, "a line \"" + key + " NUMBER kB\"");
        return OptionalLong.empty();
    }
}
