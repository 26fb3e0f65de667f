package io.edgedfa.host.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.app.Main;
import io.edgedfa.host.store.EventQuery;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupCommandTest {
    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void shouldCopyTheStoreWhileAHostHasItOpen() throws Exception {
        Path file = folder.resolve("host.db");
        Path copy = folder.resolve("copy.db");
        try (Store store = Store.open(file)) {
            store.put(BoardEvent.ofHost(null, BoardEvent.BROKER_LOST, 1, ""));
            store.flush(Duration.ofSeconds(20));
            assertEquals(0, run("backup", "--store", file.toString(), "-o", copy.toString()));
        }
        try (Store store = Store.open(copy)) {
            assertEquals(1, store.events(EventQuery.newest(10)).size());
        }
    }

    @Test
    void shouldNameTheFileWhenThereIsNoStore() {
        assertEquals(2, run("backup", "--store", folder.resolve("none.db").toString(), "-o", folder.resolve("copy.db").toString()));
        assertTrue(errors.toString().contains("none.db") && errors.toString().lines().count() == 1, errors.toString());
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(Map.of(), folder);
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }
}
