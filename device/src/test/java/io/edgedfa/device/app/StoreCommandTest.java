package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.StoreLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private Path config;

    @BeforeEach
    void writeStore() throws IOException {
        config = Files.writeString(folder.resolve("board.toml"), """
                [model]
                file = "m.onnx"
                [mqtt]
                broker = "tcp://127.0.0.1:1"
                [store]
                file = "s"
                """);
        try (BoardStore store = BoardStore.open(folder.resolve("s"), StoreLimits.defaults(), Clock.systemUTC())) {
            store.events().add("start", "here");
            store.events().add("model-refused", "named \u001b[31mred\nand blue");
        }
    }

    private int store(String... options) {
        List<String> args = new ArrayList<>(List.of("store", "--config", config.toString()));
        args.addAll(List.of(options));
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return Main.commandLine().setErr(new PrintWriter(err, true)).execute(args.toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldShowEventsNewestFirstAsOneHarmlessLineEach() {
        assertEquals(0, store(), err.toString());
        List<String> events = printed().subList(5, printed().size());
        assertEquals(2, events.size(), events.toString());
        assertTrue(events.get(0).endsWith("  2  model-refused: named ?[31mred?and blue"), events.get(0));
        assertTrue(events.get(1).endsWith("  1  start: here"), events.get(1));
    }

    @Test
    void shouldShowSoManyEventsAndRefuseLessThanNone() {
        assertEquals(0, store("--events", "1"), err.toString());
        assertEquals(6, printed().size());
        assertEquals(2, store("--events", "-1"));
        assertEquals("--events = -1; allowed: 0 and more (see --help)", err.toString().strip());
    }
}
