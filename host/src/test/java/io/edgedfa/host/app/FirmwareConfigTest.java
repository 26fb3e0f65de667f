package io.edgedfa.host.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.edgedfa.config.ConfigReader.Given;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.app.config.BoardProfile;
import io.edgedfa.device.board.Cores;
import io.edgedfa.host.app.config.HostConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of {@code firmware-config/} is read as what it is. */
class FirmwareConfigTest {
    private static final Path FOLDER = Path.of("..", "firmware-config");
    /** What a profile leaves to others. */
    static final Map<String, Given> GIVEN = Map.of("model.file", new Given("test", "m.onnx"),
            "mqtt.broker", new Given("test", "tcp://127.0.0.1"));

    static Stream<Path> files() throws IOException {
        return Files.walk(FOLDER).filter(Files::isRegularFile).sorted();
    }

    static Stream<Path> profiles() throws IOException {
        return Files.list(FOLDER.resolve("boards")).sorted();
    }

    private static String text(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldReadEveryFile(Path file) throws IOException {
        assertTrue(Files.readAllLines(file).stream().noneMatch(line -> line.matches("(<<<<<<<|=======|>>>>>>>).*")), file + " is unmerged");
        String name = FOLDER.relativize(file).toString();
        switch (name) {
            case "board.toml" -> BoardConfig.read(file);
            case "host.toml" -> HostConfig.read(file, Map.of());
            case "edge-dfa-device.service" -> assertEquals(Set.of("[Unit]", "[Service]", "[Install]"), sections(file));
            case "mosquitto.conf" -> assertTrue(Files.readAllLines(file).stream().allMatch(line -> line.matches("|#.*|[a-z_]+ [^\\s#]+")), name);
            case "mosquitto.acl" -> assertTrue(Files.readAllLines(file).stream()
                    .allMatch(line -> line.matches("|#.*|user [^\\s#]+|topic (read|write|readwrite) \\S+")), name);
            case "grafana-dashboard.json" -> assertTrue(new ObjectMapper().readTree(file.toFile()).path("panels").size() > 0);
            case "prometheus.yml" -> assertTrue(yaml(file).path("scrape_configs").size() > 0);
            case "README.md" -> assertTrue(Files.readString(file).startsWith("# "));
            default -> {
                assertTrue(name.matches("boards/[a-z0-9_-]+\\.toml"), name + " is read by nobody: give it a parser here");
                BoardProfile.read(file);
            }
        }
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
    }

    /** Of a systemd unit whose other lines are all KEY=VALUE, where no value means none at all. */
    private static Set<String> sections(Path unit) throws IOException {
        List<String> lines = Files.readAllLines(unit).stream().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        assertTrue(lines.stream().allMatch(line -> line.matches("\\[\\w+]|\\w+=.*")), unit.toString());
        return lines.stream().filter(line -> line.startsWith("[")).collect(Collectors.toSet());
    }

    @Test
    void shouldSayInTheReadmeWhatEveryFileIs() throws IOException {
        String readme = text("README.md");
        for (Path file : files().toList()) {
            String name = file.getParent().equals(FOLDER) ? file.getFileName().toString() : file.getFileName().toString().replace(".toml", "");
            assertTrue(name.equals("README.md") || readme.contains("`" + name + "`"), name + " is not in firmware-config/README.md");
        }
    }

    @Test
    void shouldShipABrokerThatBelievesCertificatesKeepsWhatItHasAndListensToItsList() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        text("mosquitto.conf").lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line ->
                keys.put(line.split(" ")[0], line.split(" ")[1]));
        assertEquals("true", keys.get("require_certificate"));
        assertEquals("false", keys.get("allow_anonymous"));
        assertEquals("tlsv1.2", keys.get("tls_version"));
        assertEquals("true", keys.get("persistence"));
        assertTrue(keys.get("acl_file").endsWith("/mosquitto.acl") && keys.containsKey("cafile") && keys.containsKey("crlfile"));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldLeaveRoomForTheSystemOnEveryBoard(Path profile) throws IOException {
        BoardProfile read = BoardProfile.read(profile);
        BoardConfig config = BoardConfig.read(profile, GIVEN);
        assertFalse(read.hasSource(), "the site has the source");
        assertTrue(read.service().heapMb() > 0 && read.service().memoryMb() >= 2 * read.service().heapMb(), "memory beside the heap");
        long replay = config.learning().replayBytes() >> 20;
        assertTrue(replay > 0 && 2 * replay <= read.service().heapMb(), "a checkpoint takes the replay memory twice; Java's limit is the heap's");
        int cores = read.hardware().cores();
        if (cores > 0) {
            assertTrue(read.service().memoryMb() <= read.hardware().memoryMb() / 4, "the board does other work, too");
            List<Integer> used = Cores.parse(config.process().cores()).numbers();
            assertEquals(cores - 1, used.size());
            assertTrue(used.get(0) == 1 && used.get(used.size() - 1) < cores, used.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldPauseLearningBeforeTheBoardSlowsDown(Path profile) throws IOException {
        BoardConfig config = BoardConfig.read(profile, GIVEN);
        double celsius = config.guard().governor().maxTemperature();
        assertTrue(celsius >= 70 && celsius <= 85, celsius + " degrees");
        double watts = config.guard().governor().maxPowerWatts();
        assertTrue(Double.isNaN(watts) || watts == config.hardware().watts(), watts + " W");
    }
}
