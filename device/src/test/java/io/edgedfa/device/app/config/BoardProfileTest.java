package io.edgedfa.device.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.board.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a profile may say. */
class BoardProfileTest {
    private static final String OTHERS = "; allowed: the tables of a profile, which are all but board, model, store, mqtt, update";

    @TempDir
    Path folder;

    private Path profile(String toml) throws IOException {
        return Files.writeString(folder.resolve("p.toml"), toml);
    }

    private String refusal(String toml) throws IOException {
        Path file = profile(toml);
        String message = assertThrows(ConfigException.class, () -> BoardProfile.read(file)).getMessage();
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.startsWith(file.toString()), message);
        return message.substring(file.toString().length());
    }

    @Test
    void shouldGiveFactsServiceAndTextAsItIs() throws IOException {
        String text = "# a comment\n[hardware]\nname = \"Board (4 GB)\"\nplatform = \"linux-arm64\"\ncores = 4\nmemory-mb = 4096\n"
                + "sensors = [\"gpu-load\", \"cpu-celsius\"]\ngflops = 64\ngbytes-per-s = 25.6\nwatts = 10\nglibc = \"2.27\"\n"
                + "[service]\nheap-mb = 128\nmemory-mb = 512\ndevices = [\"/dev/nvhost-gpu\", \"/dev/dri/card0\"]\n[governor]\nmax-celsius = 80";
        BoardProfile profile = BoardProfile.read(profile(text));
        assertEquals(new HardwareConfig("Board (4 GB)", "linux-arm64", 4, 4096, List.of(Sensor.CPU_CELSIUS, Sensor.GPU_LOAD), 64, 25.6, 10,
                "2.27"), profile.hardware());
        assertEquals(new ServiceConfig(128, 512, List.of("/dev/nvhost-gpu", "/dev/dri/card0")), profile.service());
        assertEquals(text, profile.text());
        assertFalse(profile.hasSource());
    }

    @Test
    void shouldKnowThatItHasASource() throws IOException {
        assertTrue(BoardProfile.read(profile("[source]\ntype = \"csv\"\npath = \"-\"\n[input]\nscale = 0.5\n")).hasSource());
    }

    @ParameterizedTest
    @ValueSource(strings = {"board", "model", "store", "mqtt", "update"})
    void shouldRefuseTablesThatTellBoardsApart(String table) throws IOException {
        assertEquals(":2: " + table + " does not belong here" + OTHERS, refusal("[learning]\n[" + table + "]\n"));
    }

    @Test
    void shouldRefuseAReservedTableInAnyNotation() throws IOException {
        assertEquals(":1: mqtt does not belong here" + OTHERS, refusal("mqtt.broker = \"tcp://h\"\n"));
        assertEquals(":1: store does not belong here" + OTHERS, refusal("store = {file = \"s\"}\n"));
    }

    @Test
    void shouldRefuseKeysBeforeTheFirstTable() throws IOException {
        assertEquals(": begins with \"governor.max-celsius = 80\"; allowed: a table's name first, like [learning]",
                refusal("# first\n\ngovernor.max-celsius = 80\n[learning]\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[hardware]~cpus = 4 | :2: hardware.cpus is an unknown key; did you mean hardware.cores?",
        "[hardware]~name = \"a'b\" | :2: hardware.name = \"a'b\"; allowed: at most 64 letters, digits, spaces and . _ - + ( )",
        "[hardware]~platform = \"riscv\" | :2: hardware.platform = \"riscv\"; allowed: linux-arm64, linux-x86_64",
        "[hardware]~cores = 1025 | :2: hardware.cores = 1025; allowed: 0 to 1024",
        "[hardware]~memory-mb = -1 | :2: hardware.memory-mb = -1; allowed: 0 to 16777216",
        "[hardware]~sensors = [\"cpu-celsius\", \"nose\"] | :2: hardware.sensors = [cpu-celsius, nose]; allowed: a list of cpu-celsius, gpu-celsius, power-watts, cpu-hertz, gpu-hertz, gpu-load, throttled",
        "[hardware]~gflops = inf | :2: hardware.gflops = Infinity; allowed: 0.0 to 1000000.0",
        "[hardware]~gbytes-per-s = -1.0 | :2: hardware.gbytes-per-s = -1.0; allowed: 0.0 to 100000.0",
        "[hardware]~watts = nan | :2: hardware.watts = NaN; allowed: 0.0 to 10000.0",
        "[hardware]~glibc = \"2\" | :2: hardware.glibc = \"2\"; allowed: a version like 2.36",
        "[service]~heap-mb = 1048577 | :2: service.heap-mb = 1048577; allowed: 0 to 1048576",
        "[service]~memory-mb = 1.5 | :2: service.memory-mb = 1.5; allowed: an integer",
        "[service]~memory-mb = 256~heap-mb = 256 | :3: service.heap-mb = 256; allowed: less than service.memory-mb = 256",
        "[service]~devices = [\"/dev/../etc/shadow\"] | :2: service.devices = [/dev/../etc/shadow]; allowed: a list of at most 64 paths like /dev/nvhost-gpu, of letters, digits and . _ - /",
        "[service]~devices = [\"/etc/passwd\"] | :2: service.devices = [/etc/passwd]; allowed: a list of at most 64 paths like /dev/nvhost-gpu, of letters, digits and . _ - /",
        "[learning]~batch = 0 | :2: learning.batch = 0; allowed: 1 to 4096",
        "[process]~cores = \"all\" | :2: process.cores = \"all\"; allowed: core numbers like 0,2-3",
    })
    void shouldNameKeyAndValueAndWhatIsAllowed(String lines, String expected) throws IOException {
        assertEquals(expected, refusal(lines.replace('~', '\n') + "\n"));
    }

    @Test
    void shouldRefuseADeviceThatWouldBeALineOfItsOwn() throws IOException {
        assertTrue(refusal("[service]\ndevices = [\"/dev/a\\nExecStart=/bin/sh\"]\n").startsWith(":2: service.devices = [/dev/a\\u000aExecStart=/bin/sh];"));
    }
}
