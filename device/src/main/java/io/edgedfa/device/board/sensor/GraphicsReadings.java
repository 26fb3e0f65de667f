package io.edgedfa.device.board.sensor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Clock and load of the GPU of a Jetson.
 *
 * <p>Source: "Power Management" in NVIDIA's Jetson Linux guides. The device is {@code 57000000.gpu} (Nano),
 * {@code 17000000.gp10b}, {@code .gv11b}, {@code .ga10b} (TX2, Xavier, Orin on JetPack 5), {@code 17000000.gpu} (JetPack 6);
 * its clock in hertz is a devfreq device (Documentation/ABI/testing/sysfs-class-devfreq of Linux), its load is in per mille.
 */
public final class GraphicsReadings {
    private static final List<String> ENDINGS = List.of(".gpu", ".gp10b", ".gv11b", ".ga10b", "gpu-gpc-0");
    private static final long MOST_HERTZ = 20_000_000_000L;
    private static final double PER_MILLE = 1000;

    private final Optional<SensorFile> clock;
    private final Optional<SensorFile> load;

    public GraphicsReadings(KernelFiles files) {
        Optional<Path> device = files.folders("sys/class/devfreq", "").stream().filter(GraphicsReadings::isGpu).findFirst();
        clock = device.flatMap(folder -> files.file(folder.resolve("cur_freq")));
        load = files.firstOf("sys/devices/gpu.0/load", "sys/devices/platform/gpu.0/load",
                        "sys/devices/platform/bus@0/17000000.gpu/load", "sys/devices/platform/17000000.gpu/load")
                .or(() -> device.flatMap(folder -> files.file(folder.resolve("device/load"))));
    }

    private static boolean isGpu(Path folder) {
        return ENDINGS.stream().anyMatch(ending -> folder.getFileName().toString().endsWith(ending));
    }

    /** In hertz; some drivers say 0 while the power of the GPU is cut. */
    public OptionalLong hertz() {
        return clock.isPresent() ? clock.get().number(0, MOST_HERTZ) : OptionalLong.empty();
    }

    /** Share of time spent working, 0 to 1, averaged by the driver. */
    public OptionalDouble load() {
        OptionalLong perMille = load.isPresent() ? load.get().number(0, (long) PER_MILLE) : OptionalLong.empty();
        return perMille.isPresent() ? OptionalDouble.of(perMille.getAsLong() / PER_MILLE) : OptionalDouble.empty();
    }
}
