package io.edgedfa.host.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.app.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a stranger runs it: the packed jar, real board processes, the built-in broker. */
class DemoIT {
    @TempDir
    Path folder;

    @Test
    void shouldShowThatLearningBoardsRecoverFromDriftAndAFrozenOneDoesNot() throws Exception {
        try (Processes processes = new Processes(folder)) {
            Process demo = processes.java("demo", Processes.HOST_JAR, "demo", "--seconds", "30", "--json", "demo.json");
            assertTrue(demo.waitFor(150, TimeUnit.SECONDS), processes.output("demo"));
            assertEquals(0, demo.exitValue(), processes.output("demo"));
        }
        JsonArray boards = JsonParser.parseString(Files.readString(folder.resolve("demo.json")))
                .getAsJsonObject().getAsJsonArray("boards");
        assertEquals(3, boards.size());
        boards.forEach(entry -> {
            JsonObject board = entry.getAsJsonObject();
            double before = board.get("beforeDrift").getAsDouble();
            double after = board.get("afterDrift").getAsDouble();
            double end = board.get("end").getAsDouble();
            boolean learns = !board.get("rule").getAsString().equals("frozen");
            assertTrue(before > 0.8 && before <= 1, board.toString());
            assertTrue(after < 0.7 * before, "the drift must hurt: " + board);
            assertEquals(learns, end >= 0.9 * before, board.toString());
        });
    }
}
