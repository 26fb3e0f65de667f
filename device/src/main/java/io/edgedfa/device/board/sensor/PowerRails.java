package io.edgedfa.device.board.sensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Electric power of the board, from the INA3221 monitors of Jetson boards: of the rail that feeds the module where it is
 * measured ({@code VDD_IN}; {@code POM_5V_IN} on the Nano), else the sum of all rails, as on AGX boards.
 *
 * <p>Source: Documentation/hwmon/ina3221.rst of Linux for JetPack 5 and 6 (three channels with label, millivolts and
 * milliamperes; channel 7 is a sum of shunt voltages, no rail); "Software-Based Power Consumption Modeling" in NVIDIA's
 * Jetson Linux 32 guide for JetPack 4 (an industrial I/O device with rail names and milliwatts). Rails called {@code NC} are
 * not connected.
 */
public final class PowerRails {
    private static final List<String> TOTALS = List.of("VDD_IN", "POM_5V_IN");
    private static final String NOT_CONNECTED = "NC";
    private static final int CHANNELS = 3;
    private static final int MAX_RAILS = 16;
    private static final long MOST_MILLIVOLTS = 60_000;
    private static final long MOST_MILLIAMPERES = 500_000;
    private static final long MOST_MILLIWATTS = 1_000_000;

    private final List<Rail> measured;

    /** Power itself, or the two factors of it. */
    private record Rail(String name, SensorFile milliwatts, SensorFile millivolts, SensorFile milliamperes) {

        OptionalDouble watts() {
            if (milliwatts != null) {
                OptionalLong power = milliwatts.number(0, MOST_MILLIWATTS);
                return power.isPresent() ? OptionalDouble.of(power.getAsLong() / 1e3) : OptionalDouble.empty();
            }
            OptionalLong voltage = millivolts.number(0, MOST_MILLIVOLTS);
            OptionalLong current = milliamperes.number(0, MOST_MILLIAMPERES);
            return voltage.isPresent() && current.isPresent()
                    ? OptionalDouble.of(voltage.getAsLong() / 1e3 * (current.getAsLong() / 1e3)) : OptionalDouble.empty();
        }
    }

    public PowerRails(KernelFiles files) {
        List<Rail> rails = new ArrayList<>();
        for (Path monitor : files.folders("sys/class/hwmon", "hwmon")) {
            if (files.label(monitor.resolve("name")).equals("ina3221")) {
                addMonitor(files, monitor, rails);
            }
        }
        for (Path chip : files.folders("sys/bus/i2c/drivers/ina3221x", "")) {
            files.folders(chip, "iio:device").forEach(device -> addIndustrial(files, device, rails));
        }
        List<Rail> totals = rails.stream().filter(rail -> TOTALS.contains(rail.name())).limit(1).toList();
        measured = totals.isEmpty() ? rails.stream().limit(MAX_RAILS).toList() : totals;
    }

    private static void addMonitor(KernelFiles files, Path monitor, List<Rail> rails) {
        for (int channel = 1; channel <= CHANNELS; channel++) {
            String name = files.label(monitor.resolve("in" + channel + "_label"));
            Optional<SensorFile> voltage = files.file(monitor.resolve("in" + channel + "_input"));
            Optional<SensorFile> current = files.file(monitor.resolve("curr" + channel + "_input"));
            if (isRail(name) && voltage.isPresent() && current.isPresent()) {
                rails.add(new Rail(name, null, voltage.get(), current.get()));
            }
        }
    }

    private static void addIndustrial(KernelFiles files, Path device, List<Rail> rails) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            String name = files.label(device.resolve("rail_name_" + channel));
            Optional<SensorFile> power = files.file(device.resolve("in_power" + channel + "_input"));
            if (isRail(name) && power.isPresent()) {
                rails.add(new Rail(name, power.get(), null, null));
            }
        }
    }

    private static boolean isRail(String name) {
        return !name.isEmpty() && !name.equals(NOT_CONNECTED);
    }

    /** Names of the rails in {@link #watts}: one total, or all that are summed; empty where nothing is measured. */
    public List<String> names() {
        return measured.stream().map(Rail::name).toList();
    }

    /** In watts; absent if one of the rails of a sum is, since the rest would pass for less than it is. */
    public OptionalDouble watts() {
        double sum = 0;
        boolean complete = !measured.isEmpty();
        for (Rail rail : measured) {
            OptionalDouble watts = rail.watts();
            complete &= watts.isPresent();
            sum += watts.orElse(0);
        }
        return complete ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }
}
