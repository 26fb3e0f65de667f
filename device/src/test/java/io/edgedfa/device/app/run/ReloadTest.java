package io.edgedfa.device.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.edgedfa.device.app.config.BoardConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private static final String REST = "[model]\nfile = \"m.onnx\"\n[mqtt]\nbroker = \"tcp://127.0.0.1:1\"\n";

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("board.toml");
    }

    private BoardConfig read() {
        return BoardConfig.read(file, Map.of());
    }

    @Test
    void shouldTakeOverWhatCanChangeAndKeepTheRestWhenTheFileChanges() throws IOException {
        Files.writeString(file, "[learning]\nlearning-rate = 0.1\nbatch = 4\n" + REST);
        BoardConfig running = read();
        Files.writeString(file, "[learning]\nlearning-rate = 0.2\nbatch = 8\n" + REST);
        BoardConfig now = Reload.of(running, this::read, notes::add);
        assertEquals(0.2, now.learning().settings().learningRate());
        assertEquals(4, now.learning().settings().batch());
        assertEquals(List.of("refused: learning.batch changes only with a restart", "now learning.learning-rate = 0.2"), notes);
    }

    @Test
    void shouldKeepAllWhenTheFileCannotBeUsed() throws IOException {
        Files.writeString(file, REST);
        BoardConfig running = read();
        Files.writeString(file, "[learning]\nlearning-rate = -1\n" + REST);
        assertSame(running, Reload.of(running, this::read, notes::add));
        assertEquals(1, notes.size(), notes.toString());
        assertEquals(Reload.REFUSED + file + ":2: learning.learning-rate", notes.get(0).split(" = ")[0]);
    }
}
