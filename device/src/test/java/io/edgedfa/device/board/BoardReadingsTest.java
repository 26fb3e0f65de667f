package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.board.sensor.Throttling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards in order: what each shows is read, what it has not is absent, and nothing is warned of. */
class BoardReadingsTest {
    private static final OptionalDouble NO_DOUBLE = OptionalDouble.empty();
    private static final OptionalLong NO_LONG = OptionalLong.empty();

    @TempDir
    Path root;

    private final List<String> warnings = new ArrayList<>();

    private BoardReadings open() {
        return new BoardReadings(root, root, warnings::add);
    }

    private Readings read() {
        return open().read();
    }

    @AfterEach
    void shouldHaveWarnedOfNothing() {
        assertEquals(List.of(), warnings);
    }

    @Test
    void shouldReadAJetsonNanoOnJetPack4() {
        FakeBoard.nanoOnJetPack4(root);
        Readings readings = read();
        assertEquals(OptionalDouble.of(34.5), readings.cpuCelsius());
        assertEquals(OptionalDouble.of(32), readings.gpuCelsius());
        assertEquals(2.187, readings.powerWatts().orElseThrow(), 1e-9);
        assertEquals(OptionalLong.of(1_479_000_000), readings.cpuHertz());
        assertEquals(OptionalLong.of(921_600_000), readings.gpuHertz());
        assertEquals(OptionalDouble.of(0.137), readings.gpuLoad());
        assertEquals(OptionalLong.of(3_963_736L * 1024), readings.memoryTotalBytes());
        assertEquals(OptionalLong.of(2_421_340L * 1024), readings.memoryAvailableBytes());
        assertEquals(OptionalDouble.of(350735.47), readings.uptimeSeconds());
        assertEquals(Optional.empty(), readings.throttling());
    }

    @Test
    void shouldSumTheRailsOfAnAgxOrinOnJetPack5() {
        FakeBoard.orinOnJetPack5(root);
        Readings readings = read();
        assertEquals(18.952 * 0.168 + 18.960 * 0.042 + 4.968 * 0.953 + 4.968 * 0.080, readings.powerWatts().orElseThrow(), 1e-9);
        assertEquals(List.of("VDD_GPU_SOC", "VDD_CPU_CV", "VIN_SYS_5V0", "VDDQ_VDD2_1V8AO"), open().powerRails());
    }

    @Test
    void shouldReadTheProcessorsOfAnOrinOnJetPack5() {
        FakeBoard.orinOnJetPack5(root);
        Readings readings = read();
        assertEquals(OptionalDouble.of(48.343), readings.cpuCelsius());
        assertEquals(OptionalDouble.of(44.125), readings.gpuCelsius());
        assertEquals(OptionalLong.of(2_201_600_000L), readings.cpuHertz());
        assertEquals(OptionalLong.of(306_000_000), readings.gpuHertz());
        assertEquals(OptionalDouble.of(0), readings.gpuLoad());
    }

    @Test
    void shouldReadAnOrinNanoOnJetPack6() {
        FakeBoard.orinOnJetPack6(root);
        Readings readings = read();
        assertEquals(OptionalDouble.of(52.406), readings.cpuCelsius());
        assertEquals(OptionalDouble.of(53.218), readings.gpuCelsius());
        assertEquals(5.072 * 1.120, readings.powerWatts().orElseThrow(), 1e-9);
        assertEquals(List.of("VDD_IN"), open().powerRails());
        assertEquals(OptionalLong.of(1_728_000_000), readings.cpuHertz());
        assertEquals(OptionalLong.of(1_020_000_000), readings.gpuHertz());
        assertEquals(OptionalDouble.of(0.994), readings.gpuLoad());
    }

    @Test
    void shouldReadARaspberryPi4() {
        FakeBoard.raspberryPi4(root);
        Readings readings = read();
        assertEquals(OptionalDouble.of(46.251), readings.cpuCelsius());
        assertEquals(OptionalLong.of(1_800_000_000), readings.cpuHertz());
        assertEquals(NO_DOUBLE, readings.gpuCelsius());
        assertEquals(NO_DOUBLE, readings.powerWatts());
        assertEquals(NO_LONG, readings.gpuHertz());
        assertEquals(NO_DOUBLE, readings.gpuLoad());
        Throttling throttling = readings.throttling().orElseThrow();
        assertTrue(throttling.underVoltage() && throttling.throttled());
        assertTrue(throttling.underVoltageSeen() && throttling.throttledSeen());
        assertFalse(throttling.frequencyCapped() || throttling.softTemperatureLimit());
        assertFalse(throttling.frequencyCappedSeen() || throttling.softTemperatureLimitSeen());
    }

    @Test
    void shouldFindTheFirmwareOfARaspberryPi5() {
        FakeBoard.raspberryPi5(root);
        Readings readings = read();
        assertEquals(Optional.of(new Throttling(0)), readings.throttling());
        assertEquals(OptionalDouble.of(55.650), readings.cpuCelsius());
        assertEquals(OptionalLong.of(2_400_000_000L), readings.cpuHertz());
    }

    @Test
    void shouldReadAnX86Machine() {
        FakeBoard.x86(root);
        Readings readings = read();
        assertEquals(OptionalDouble.of(61), readings.cpuCelsius());
        assertEquals(OptionalLong.of(4_193_255_000L), readings.cpuHertz());
        assertEquals(NO_DOUBLE, readings.gpuCelsius());
    }

    @Test
    void shouldTakeTheTemperatureFromTheHardwareMonitorWhenThereIsNoZone() {
        FakeBoard.empty(root).zone(0, "acpitz", "27800")
                .with("sys/class/hwmon/hwmon2/name", "k10temp\n").with("sys/class/hwmon/hwmon2/temp1_input", "44875\n");
        assertEquals(OptionalDouble.of(44.875), read().cpuCelsius());
    }

    @Test
    void shouldTakeTheHottestWhenTheCpuHasSeveralZones() {
        FakeBoard.empty(root).zone(0, "BCPU-therm", "38000").zone(1, "MCPU-therm", "39500").zone(2, "GPU-therm", "60000");
        assertEquals(OptionalDouble.of(39.5), read().cpuCelsius());
    }

    @Test
    void shouldReadFrost() {
        FakeBoard.empty(root).zone(0, "cpu-thermal", "-12500");
        assertEquals(OptionalDouble.of(-12.5), read().cpuCelsius());
    }

    @Test
    void shouldHaveNothingButTheDiskWhenTheRootIsEmpty() {
        Readings readings = read();
        assertTrue(readings.diskTotalBytes().orElseThrow() >= readings.diskFreeBytes().orElseThrow());
        assertEquals(new Readings(NO_DOUBLE, NO_DOUBLE, NO_DOUBLE, NO_LONG, NO_LONG, NO_DOUBLE, NO_DOUBLE, Optional.empty(),
                NO_LONG, NO_LONG, readings.diskTotalBytes(), readings.diskFreeBytes(), NO_DOUBLE), readings);
    }

    @Test
    void shouldHaveNoLoadAtFirst() {
        FakeBoard.raspberryPi5(root);
        assertEquals(NO_DOUBLE, read().cpuLoad());
    }

    @Test
    void shouldTakeTheLoadFromOneReadingToTheNext() {
        FakeBoard board = FakeBoard.empty(root).ticks(1000, 500, 8000, 500);
        BoardReadings readings = open();
        readings.read();
        board.ticks(1020, 510, 8050, 520); // 30 of 100 worked, waiting for a disk is no work
        assertEquals(OptionalDouble.of(0.3), readings.read().cpuLoad());
        board.ticks(1120, 510, 8050, 520);
        assertEquals(OptionalDouble.of(1), readings.read().cpuLoad());
    }

    @Test
    void shouldHaveNoLoadWhenNoTimeHasPassed() {
        FakeBoard.empty(root).ticks(1000, 500, 8000, 500);
        BoardReadings readings = open();
        readings.read();
        assertEquals(NO_DOUBLE, readings.read().cpuLoad());
    }

    @Test
    void shouldNotCountBackwardsWhenWaitingTimeShrinks() {
        FakeBoard board = FakeBoard.empty(root).ticks(1000, 500, 8000, 500);
        BoardReadings readings = open();
        readings.read();
        board.ticks(1010, 500, 8030, 400);
        assertEquals(OptionalDouble.of(0.25), readings.read().cpuLoad());
    }

    @Test
    void shouldReadThisMachine() {
        Readings readings = new BoardReadings(Path.of("/"), root).read();
        assertTrue(readings.memoryAvailableBytes().orElseThrow() <= readings.memoryTotalBytes().orElseThrow());
        assertTrue(readings.uptimeSeconds().orElseThrow() > 0);
    }
}
