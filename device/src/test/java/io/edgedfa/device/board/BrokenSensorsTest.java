package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.board.sensor.Throttling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is there and wrong makes its reading absent, is named once, and spoils no other. */
class BrokenSensorsTest {
    private static final String CPU = "sys/class/thermal/thermal_zone0/temp";

    @TempDir
    Path root;

    private final List<String> warnings = new ArrayList<>();

    private BoardReadings open() {
        return new BoardReadings(root, root, warnings::add);
    }

    private void assertOneWarning(String... parts) {
        assertEquals(1, warnings.size(), warnings::toString);
        for (String part : parts) {
            assertTrue(warnings.get(0).contains(part), warnings.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hot", "46251 mC", "-256000", "999999999999999999999", "0x1f", "46.2"})
    void shouldBeAbsentAndNamedOnceWhenATemperatureIsGarbage(String content) {
        FakeBoard.raspberryPi4(root).with(CPU, content + "\n");
        BoardReadings readings = open();
        for (int i = 0; i < 3; i++) {
            assertEquals(OptionalDouble.empty(), readings.read().cpuCelsius());
        }
        assertOneWarning(root.resolve(CPU).toString(), "\"" + content + "\"", "-50000 to 150000");
    }

    @Test
    void shouldReadTheOthersWhenOneIsBroken() {
        FakeBoard.orinOnJetPack6(root).with(CPU, "?");
        Readings readings = open().read();
        assertEquals(OptionalDouble.of(53.218), readings.gpuCelsius());
        assertEquals(5.072 * 1.120, readings.powerWatts().orElseThrow(), 1e-9);
    }

    @Test
    void shouldRecoverAndStayQuietWhenItBreaksAgain() {
        FakeBoard board = FakeBoard.raspberryPi4(root).with(CPU, "?");
        BoardReadings readings = open();
        readings.read();
        board.with(CPU, "40000\n");
        assertEquals(OptionalDouble.of(40), readings.read().cpuCelsius());
        board.with(CPU, "?");
        assertEquals(OptionalDouble.empty(), readings.read().cpuCelsius());
        assertEquals(1, warnings.size(), warnings::toString);
    }

    @Test
    void shouldSayThatAFileHasGone() throws IOException {
        FakeBoard.raspberryPi4(root);
        BoardReadings readings = open();
        Files.delete(root.resolve(CPU));
        assertEquals(OptionalDouble.empty(), readings.read().cpuCelsius());
        assertOneWarning(CPU, "no longer there");
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException {
        FakeBoard.raspberryPi4(root);
        BoardReadings readings = open();
        Files.delete(root.resolve(CPU));
        Files.createDirectory(root.resolve(CPU)); // opens, and reading it fails, also for root
        assertEquals(OptionalDouble.empty(), readings.read().cpuCelsius());
        assertOneWarning(CPU, "Is a directory");
    }

    @Test
    void shouldHaveNoPowerWhenARailOfTheSumIsBroken() {
        FakeBoard.orinOnJetPack5(root).monitor(3, 2, "VDD_CPU_CV", "18960", "-8");
        BoardReadings readings = open();
        assertEquals(OptionalDouble.empty(), readings.read().powerWatts());
        readings.read();
        assertOneWarning("hwmon3/curr2_input", "\"-8\"");
    }

    @Test
    void shouldHaveNoPowerWhenTheTotalOfJetPack4IsNegative() {
        FakeBoard.nanoOnJetPack4(root).rail(0, "POM_5V_IN", "-1");
        assertEquals(OptionalDouble.empty(), open().read().powerWatts());
        assertOneWarning("in_power0_input", "\"-1\"");
    }

    @Test
    void shouldNotAskRailsThatAreNotInTheTotal() {
        FakeBoard.nanoOnJetPack4(root).rail(2, "POM_5V_CPU", "?");
        assertEquals(2.187, open().read().powerWatts().orElseThrow(), 1e-9);
        assertEquals(List.of(), warnings);
    }

    @Test
    void shouldBeAbsentWhenTheLoadOfTheGpuIsAboveAll() {
        FakeBoard.nanoOnJetPack4(root).with("sys/devices/gpu.0/load", "1001\n");
        assertEquals(OptionalDouble.empty(), open().read().gpuLoad());
        assertOneWarning("gpu.0/load", "\"1001\"", "0 to 1000");
    }

    @Test
    void shouldBeAbsentWhenTheClockIsUnknown() {
        FakeBoard.raspberryPi4(root).with("sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "<unknown>\n");
        assertEquals(OptionalLong.empty(), open().read().cpuHertz());
        assertOneWarning("scaling_cur_freq", "<unknown>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xyz", "-1", "1ffffffff"})
    void shouldBeAbsentWhenTheFirmwareSaysGarbage(String content) {
        FakeBoard.raspberryPi4(root).with("sys/devices/platform/soc/soc:firmware/get_throttled", content);
        assertEquals(Optional.empty(), open().read().throttling());
        assertOneWarning("get_throttled", "\"" + content + "\"");
    }

    @Test
    void shouldReadAPrefixedNumberOfTheFirmware() {
        FakeBoard.raspberryPi4(root).with("sys/devices/platform/soc/soc:firmware/get_throttled", "0xe0008\n");
        assertEquals(Optional.of(new Throttling(0xe0008)), open().read().throttling());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cpu 1 2 3", "cpu  1 2 3 x 5 6 7 8", "intr 1"})
    void shouldHaveNoLoadWhenTheCountsAreBroken(String content) {
        FakeBoard.raspberryPi4(root).with("proc/stat", content);
        BoardReadings readings = open();
        readings.read();
        assertEquals(OptionalDouble.empty(), readings.read().cpuLoad());
        assertOneWarning("proc/stat");
    }

    @Test
    void shouldKeepOneAmountWhenTheOtherIsMissing() {
        FakeBoard.empty(root).with("proc/meminfo", "MemTotal:  1000 kB\nMemFree:  10 kB\n");
        Readings readings = open().read();
        assertEquals(OptionalLong.of(1_024_000), readings.memoryTotalBytes());
        assertEquals(OptionalLong.empty(), readings.memoryAvailableBytes());
        assertOneWarning("proc/meminfo", "MemAvailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-3.5 1.0", "NaN 1.0"})
    void shouldHaveNoUptimeWhenItIsGarbage(String content) {
        FakeBoard.empty(root).with("proc/uptime", content);
        assertEquals(OptionalDouble.empty(), open().read().uptimeSeconds());
        assertOneWarning("proc/uptime");
    }

    @Test
    void shouldHaveNoDiskWhenTheFolderIsMissing() {
        Readings readings = new BoardReadings(root, root.resolve("missing"), warnings::add).read();
        assertEquals(OptionalLong.empty(), readings.diskFreeBytes());
        assertOneWarning("missing");
    }

    @Test
    void shouldShowNoControlCharactersAndNoFloodWhenGarbageIsLong() {
        FakeBoard.raspberryPi4(root).with(CPU, "\u001b[31m\n" + "7".repeat(10_000));
        open().read();
        assertTrue(warnings.get(0).length() < root.toString().length() + 250, warnings.get(0));
        assertTrue(warnings.get(0).chars().noneMatch(Character::isISOControl), warnings.get(0));
    }

    @Test
    void shouldLogTheWarning() {
        List<LogRecord> records = new ArrayList<>();
        Logger logger = Logger.getLogger(BoardReadings.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            FakeBoard.raspberryPi4(root).with(CPU, "?");
            BoardReadings readings = new BoardReadings(root, root);
            readings.read();
            readings.read();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertEquals(1, records.size());
        assertEquals(java.util.logging.Level.WARNING, records.get(0).getLevel());
        assertTrue(records.get(0).getMessage().contains(CPU), records.get(0).getMessage());
    }
}
