package io.edgedfa.device.app.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.app.update.ModelUpdates;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.CommandState;
import io.edgedfa.device.store.StoreLimits;
import io.edgedfa.device.store.StoredCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs in this process, without a broker, each until its source ends. */
class BoardRunTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copyModel() throws IOException {
        Files.copy(Path.of("..", "models", "digits-fc2-128.onnx"), folder.resolve("m.onnx"));
    }

    /** Runs to the end of the source. @return what the operator reads */
    private String run(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("board.toml"), """
                [board]
                id = "board"
                [model]
                file = "m.onnx"
                [learning]
                threads = 1
                [mqtt]
                broker = "tcp://127.0.0.1:1"
                [source]
                """ + source);
        BoardConfig config = BoardConfig.read(file, Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Board board = Board.open(config)) {
            new BoardRun(board, () -> config, Supervision.of(Map.of()), new ModelUpdates(config),
                    new PrintStream(out, true, StandardCharsets.UTF_8)).run();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void assertSaid(String output, String part) {
        assertTrue(output.contains(part), output);
    }

    @Test
    void shouldGoOnWhereTheRunBeforeEndedWhenTheSourceIsTheSame() throws IOException {
        assertSaid(run("limit = 100"), ", from the factory model");
        String second = run("limit = 150");
        assertSaid(second, "goes on from checkpoint ");
        assertSaid(second, "stopped after 150 samples"); // of the source as well as in all
    }

    @Test
    void shouldBeginAnotherSourceAtItsBeginningAndKeepWhatWasLearned() throws IOException {
        run("limit = 100");
        String second = run("seed = 7\nlimit = 150");
        assertSaid(second, "goes on from checkpoint ");
        assertSaid(second, "stopped after 250 samples");
    }

    private void order(String name, String value) {
        try (BoardStore store = BoardStore.open(folder.resolve("board.store"), StoreLimits.defaults(), Clock.systemUTC())) {
            store.commands().receive(new StoredCommand("id", "order", "", Long.MAX_VALUE, CommandState.ACCEPTED, "", 1));
            store.commands().finish("id", CommandState.DONE, "", Map.of(name, value));
        }
    }

    @Test
    void shouldTakeUpTheOrderThatStood() throws IOException {
        order(Steering.PAUSED, "p-1");
        assertSaid(run("limit = 100"), "learning-paused: paused by command p-1");
    }

    @Test
    void shouldGoOnWithoutAnOrderThatCannotBeRead() throws IOException {
        order(Steering.RATE, "fast");
        String output = run("limit = 100");
        assertSaid(output, "resume: standing orders cannot be read, none stands: For input string: \"fast\"");
        assertSaid(output, "stopped after 100 samples");
    }

    @Test
    void shouldSayThatTheProcessBeforeEndedWithoutNotice() throws IOException {
        run("limit = 100");
        Path store = folder.resolve("board.store");
        Path copy = folder.resolve("killed");
        try (BoardStore open = BoardStore.open(store, StoreLimits.defaults(), Clock.systemUTC())) {
            open.events().add("work", "");
            Files.copy(store, copy);
            Files.copy(folder.resolve("board.store-wal"), folder.resolve("killed-wal"));
        }
        assertSaid(run("limit = 150\n[store]\nfile = \"killed\""), "crash: the last process ended without notice; learning goes on from checkpoint ");
    }
}
