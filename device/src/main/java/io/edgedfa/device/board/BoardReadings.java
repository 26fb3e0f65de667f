package io.edgedfa.device.board;

import io.edgedfa.device.board.sensor.DiskSpace;
import io.edgedfa.device.board.sensor.FirmwareThrottling;
import io.edgedfa.device.board.sensor.GraphicsReadings;
import io.edgedfa.device.board.sensor.KernelFiles;
import io.edgedfa.device.board.sensor.MachineMemory;
import io.edgedfa.device.board.sensor.PowerRails;
import io.edgedfa.device.board.sensor.ProcessorReadings;
import io.edgedfa.device.board.sensor.ThermalZones;
import io.edgedfa.device.board.sensor.Uptime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The board's sensors: which there are is found once, at construction; each {@link #read} opens the files found, some ten on a
 * Jetson. A sensor that is there but broken is absent and logged once; it may recover. Never throws. For one thread at a time.
 */
public final class BoardReadings {
    private static final Logger LOG = System.getLogger(BoardReadings.class.getName());

    private final ThermalZones temperatures;
    private final PowerRails power;
    private final ProcessorReadings cpu;
    private final GraphicsReadings gpu;
    private final FirmwareThrottling throttling;
    private final MachineMemory memory;
    private final DiskSpace disk;
    private final Uptime uptime;

    /**
     * @param root of the file system, {@code /} but in tests
     * @param data a folder on the disk whose room is of interest; not resolved against the root
     */
    public BoardReadings(Path root, Path data) {
        this(root, data, warning -> LOG.log(Level.WARNING, warning));
    }

    BoardReadings(Path root, Path data, Consumer<String> warnings) {
        KernelFiles files = new KernelFiles(root, warnings);
        temperatures = new ThermalZones(files);
        power = new PowerRails(files);
        cpu = new ProcessorReadings(files);
        gpu = new GraphicsReadings(files);
        throttling = new FirmwareThrottling(files);
        memory = new MachineMemory(files);
        disk = new DiskSpace(data, warnings);
        uptime = new Uptime(files);
    }

    /** Names of the rails whose power is in {@link Readings#powerWatts}: one total, or all that are summed. */
    public List<String> powerRails() {
        return power.names();
    }

    /** What the sensors say now. */
    public Readings read() {
        MachineMemory.Amounts amounts = memory.read();
        return new Readings(temperatures.cpuCelsius(), temperatures.gpuCelsius(), power.watts(),
                cpu.hertz(), gpu.hertz(), cpu.load(), gpu.load(), throttling.read(),
                amounts.totalBytes(), amounts.availableBytes(), disk.totalBytes(), disk.freeBytes(), uptime.seconds());
    }
}
