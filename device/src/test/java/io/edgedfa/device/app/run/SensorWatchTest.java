package io.edgedfa.device.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.device.agent.safeguard.Governor;
import io.edgedfa.device.agent.safeguard.GovernorSettings;
import io.edgedfa.device.board.BoardReadings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorWatchTest {
    @TempDir
    Path root;

    private final Governor governor = new Governor(new GovernorSettings(60, Double.NaN, 1, null, null));
    private final List<String> events = new ArrayList<>();
    private Path zone;
    private SensorWatch watch;

    @BeforeEach
    void findSensors() throws IOException {
        zone = Files.createDirectories(root.resolve("sys/class/thermal/thermal_zone0"));
        Files.writeString(zone.resolve("type"), "cpu-thermal\n");
        heat("50000");
        watch = new SensorWatch(new BoardReadings(root, root), governor, (kind, text) -> events.add(kind + ": " + text));
    }

    private void heat(String milliCelsius) throws IOException {
        Files.writeString(zone.resolve("temp"), milliCelsius + "\n");
    }

    @Test
    void shouldTellTheGovernorAndRecordOnceThatLearningIsPausedAndGoesOn() throws IOException {
        heat("70000");
        watch.read();
        watch.read();
        assertEquals("temperature 70.0 C, limit 60.0 C", governor.reason());
        heat("40000");
        watch.read();
        watch.read();
        assertEquals("", governor.reason());
        assertEquals(List.of("learning-paused: temperature 70.0 C, limit 60.0 C",
                "learning-resumed: after: temperature 70.0 C, limit 60.0 C"), events);
    }

    @Test
    void shouldRecordAnOrderAsWell() {
        governor.order("paused by command p");
        watch.read();
        governor.order("");
        watch.read();
        assertEquals(List.of("learning-paused: paused by command p", "learning-resumed: after: paused by command p"), events);
    }

    @Test
    void shouldHaveReadingsFromTheBeginning() throws IOException {
        assertEquals(OptionalDouble.of(50), watch.readings().cpuCelsius());
        heat("51000");
        assertEquals(OptionalDouble.of(50), watch.readings().cpuCelsius());
        watch.read();
        assertEquals(OptionalDouble.of(51), watch.readings().cpuCelsius());
    }
}
