package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import java.util.List;

/**
 * What the system gives the process. The board itself does nothing with it: whoever installs a package writes it into the
 * service's unit.
 *
 * @param heapMb   most memory for Java's objects, in MiB ({@code -Xmx}); 0 for Java's own choice
 * @param memoryMb most memory of the whole process, in MiB ({@code MemoryMax=}); 0 for no limit
 * @param devices  device files that it may read and write ({@code DeviceAllow=})
 */
public record ServiceConfig(int heapMb, int memoryMb, List<String> devices) {
    private static final String HEAP = "service.heap-mb";
    private static final String MEMORY = "service.memory-mb";
    private static final String DEVICES = "service.devices";
    private static final int MAX_DEVICES = 64;

    static ServiceConfig read(ConfigReader reader) {
        int heap = (int) reader.integer(HEAP, 0L, 0, 1 << 20);
        int memory = (int) reader.integer(MEMORY, 0L, 0, 1 << 20);
        if (memory > 0 && heap >= memory) {
            throw reader.refusal(HEAP, "less than " + MEMORY + " = " + memory);
        }
        return new ServiceConfig(heap, memory, devices(reader));
    }

    private static List<String> devices(ConfigReader reader) {
        List<String> devices = reader.strings(DEVICES);
        if (devices.size() > MAX_DEVICES || !devices.stream().allMatch(ServiceConfig::isDevice)) {
            throw reader.refusal(DEVICES, "a list of at most " + MAX_DEVICES + " paths like /dev/nvhost-gpu, of letters, digits and . _ - /");
        }
        return List.copyOf(devices);
    }

    /** Such that it stays one word of a unit's line, and below /dev. */
    private static boolean isDevice(String path) {
        return path.matches("/dev(/[\\p{Alnum}_-][\\p{Alnum}._-]{0,63}){1,4}");
    }
}
