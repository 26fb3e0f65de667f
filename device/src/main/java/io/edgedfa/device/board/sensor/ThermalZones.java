package io.edgedfa.device.board.sensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Temperatures of the processors, from the kernel's thermal zones or, on machines without one for the CPU, from its hardware
 * monitors.
 *
 * <p>Source: Documentation/ABI/testing/sysfs-class-thermal and Documentation/hwmon/sysfs-interface of Linux (millidegrees);
 * the types are those of Jetson Linux 32 ({@code CPU-therm}, on TX2 {@code BCPU-therm}), 35 and 36 ({@code cpu-thermal}), of
 * Raspberry Pi OS ({@code cpu-thermal}, {@code cpu_thermal}) and of x86.
 */
public final class ThermalZones {
    private static final int MAX_ZONES = 4; // of one processor: readings cost time
    private static final int LEAST_MILLIDEGREES = -50_000; // a Jetson's sensor without power says -256000
    private static final int MOST_MILLIDEGREES = 150_000;
    private static final Set<String> CPU_MONITORS = Set.of("coretemp", "k10temp", "zenpower", "cpu_thermal");

    private final List<SensorFile> cpu = new ArrayList<>();
    private final List<SensorFile> gpu = new ArrayList<>();

    public ThermalZones(KernelFiles files) {
        for (Path zone : files.folders("sys/class/thermal", "thermal_zone")) {
            String type = files.label(zone.resolve("type")).toLowerCase(Locale.ROOT);
            if (type.startsWith("gpu")) {
                add(files, zone.resolve("temp"), gpu);
            } else if (type.contains("cpu") || type.equals("x86_pkg_temp")) {
                add(files, zone.resolve("temp"), cpu);
            }
        }
        if (cpu.isEmpty()) {
            for (Path monitor : files.folders("sys/class/hwmon", "hwmon")) {
                if (CPU_MONITORS.contains(files.label(monitor.resolve("name")))) {
                    add(files, monitor.resolve("temp1_input"), cpu);
                }
            }
        }
    }

    private static void add(KernelFiles files, Path file, List<SensorFile> sensors) {
        if (sensors.size() < MAX_ZONES) {
            files.file(file).ifPresent(sensors::add);
        }
    }

    /** Of the hottest of its zones, in degrees Celsius. */
    public OptionalDouble cpuCelsius() {
        return hottest(cpu);
    }

    /** In degrees Celsius; a GPU whose power is cut has none. */
    public OptionalDouble gpuCelsius() {
        return hottest(gpu);
    }

    private static OptionalDouble hottest(List<SensorFile> sensors) {
        OptionalDouble hottest = OptionalDouble.empty();
        for (SensorFile sensor : sensors) {
            OptionalLong milli = sensor.number(LEAST_MILLIDEGREES, MOST_MILLIDEGREES);
            if (milli.isPresent() && (hottest.isEmpty() || milli.getAsLong() / 1e3 > hottest.getAsDouble())) {
                hottest = OptionalDouble.of(milli.getAsLong() / 1e3);
            }
        }
        return hottest;
    }
}
