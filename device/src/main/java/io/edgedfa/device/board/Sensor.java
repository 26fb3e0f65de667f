package io.edgedfa.device.board;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What some boards measure and others do not. Load of the CPU, memory, disk and uptime every Linux knows. */
public enum Sensor {
    CPU_CELSIUS("cpu-celsius", readings -> readings.cpuCelsius().isPresent()),
    GPU_CELSIUS("gpu-celsius", readings -> readings.gpuCelsius().isPresent()),
    POWER_WATTS("power-watts", readings -> readings.powerWatts().isPresent()),
    CPU_HERTZ("cpu-hertz", readings -> readings.cpuHertz().isPresent()),
    GPU_HERTZ("gpu-hertz", readings -> readings.gpuHertz().isPresent()),
    GPU_LOAD("gpu-load", readings -> readings.gpuLoad().isPresent()),
    THROTTLED("throttled", readings -> readings.throttling().isPresent());

    /** Of all, in order. */
    public static final List<String> LABELS = Arrays.stream(values()).map(Sensor::label).toList();

    private final String label;
    private final Predicate<Readings> present;

    Sensor(String label, Predicate<Readings> present) {
        this.label = label;
        this.present = present;
    }

    /** As reports call it, with a hyphen: {@code cpu-celsius}. */
    public String label() {
        return label;
    }

    /** Whether it said something. */
    public boolean isIn(Readings readings) {
        return present.test(readings);
    }

    /** The one of a label. @throws IllegalArgumentException for another label */
    public static Sensor named(String label) {
        return Arrays.stream(values()).filter(sensor -> sensor.label.equals(label)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("sensor '" + label + "' is unknown; allowed: " + String.join(", ", LABELS)));
    }
}
