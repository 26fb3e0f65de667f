package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.config.BoardConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BoardFileTest {
    @TempDir
    Path folder;

    private Path path;
    private BoardFile file;

    @BeforeEach
    void giveOptions() {
        path = folder.resolve("board.toml");
        file = CommandLine.populateCommand(new BoardFile(), "--config", path.toString(), "--model", "m.onnx", "--broker", "tcp://127.0.0.1:1");
    }

    @Test
    void shouldKeepWhatTheCommandLineGaveWhenTheFileChanges() throws IOException {
        Files.writeString(path, "[learning]\nlearning-rate = 0.1\n[model]\nfile = \"other.onnx\"\n");
        BoardConfig running = file.read();
        Files.writeString(path, "[learning]\nlearning-rate = 0.2\n");
        assertEquals(Set.of("learning.learning-rate"), Set.copyOf(running.changed(file.read())));
        assertEquals(Path.of("m.onnx"), running.model().file());
    }

    @Test
    void shouldRefuseToSaveOverTheModelThatTheCommandLineGave() throws IOException {
        Path model = Path.of("m.onnx").toAbsolutePath();
        Files.writeString(path, "[model]\nsave-to = \"" + model + "\"\n");
        assertEquals(path + ":2: model.save-to = \"" + model + "\"; allowed: a file other than model.file",
                assertThrows(ConfigException.class, file::read).getMessage());
    }
}
