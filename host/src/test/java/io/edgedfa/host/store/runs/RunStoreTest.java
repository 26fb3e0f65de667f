package io.edgedfa.host.store.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

    @TempDir
    Path folder;

    @Test
    void shouldFindWhatWasPutWhenOpenedAgain() {
        StoredRun run = new StoredRun("{\"seed\":1}", "FINISHED", "{\"error\":1.5}");
        try (RunStore store = RunStore.open(folder)) {
            store.put(run);
        }
        try (RunStore store = RunStore.open(folder)) {
            assertEquals(Optional.of(run), store.find("{\"seed\":1}"));
            assertEquals(Optional.empty(), store.find("{\"seed\":2}"));
        }
    }

    @Test
    void shouldKeepTheLatestWhenARunIsPutTwice() {
        try (RunStore store = RunStore.open(folder)) {
            store.put(new StoredRun("key", "DIVERGED", "first"));
            store.put(new StoredRun("key", "FINISHED", "second"));
            assertEquals("second", store.find("key").orElseThrow().result());
        }
    }

    @Test
    void shouldMakeTheFolderWhenItIsNotThere() {
        RunStore.open(folder.resolve("a/b")).close();
        assertTrue(Files.exists(folder.resolve("a/b").resolve(RunStore.FILE)));
    }

    @Test
    void shouldKeepEveryRunWhenSeveralThreadsPut() {
        try (RunStore store = RunStore.open(folder)) {
            IntStream.range(0, 64).parallel().forEach(i -> store.put(new StoredRun("key" + i, "FINISHED", "result" + i)));
            IntStream.range(0, 64).forEach(i -> assertEquals("result" + i, store.find("key" + i).orElseThrow().result()));
        }
    }

    @Test
    void shouldRefuseInOneLineWhenTheFolderIsInUse() {
        try (RunStore first = RunStore.open(folder)) {
            assertRefused(" is in use by another process; wait for it, or name another folder with -o");
            first.put(new StoredRun("key", "FINISHED", "unharmed"));
        }
    }

    @Test
    void shouldRefuseInOneLineWhenTheFileIsNoDatabase() throws IOException {
        Files.writeString(folder.resolve(RunStore.FILE), "rubbish ".repeat(1000));
        assertRefused(" is no database; move it away to start over, or name another folder with -o");
    }

    @Test
    void shouldRefuseInOneLineWhenTheFileIsDamaged() throws IOException {
        try (RunStore store = RunStore.open(folder)) {
            IntStream.range(0, 200).forEach(i -> store.put(new StoredRun("key" + i, "FINISHED", "r".repeat(500))));
        }
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(RunStore.FILE).toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[64 * 1024]);
        }
        String message = assertThrows(RunStoreException.class, () -> RunStore.open(folder)).getMessage();
        assertTrue(message.startsWith(folder.resolve(RunStore.FILE) + " is damaged"), message);
        assertTrue(message.endsWith("; move it away to start over, or name another folder with -o"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void shouldRefuseInOneLineWhenTheFileIsOfAnotherVersion() throws SQLException {
        RunStore.open(folder).close();
        execute("PRAGMA user_version = 7");
        assertRefused(" has version 7, this program knows 1; move it away to start over, or name another folder with -o");
    }

    @Test
    void shouldRefuseInOneLineWhenTheDatabaseIsAnotherPrograms() throws SQLException {
        execute("CREATE TABLE board (id INTEGER)");
        assertRefused(" is a database, but not of an experiment's runs; move it away to start over, or name another folder with -o");
    }

    @Test
    void shouldRefuseWhenTheFolderCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        String message = assertThrows(RunStoreException.class, () -> RunStore.open(file.resolve("below"))).getMessage();
        assertTrue(message.startsWith(file.resolve("below") + " cannot be written"), message);
    }

    private void assertRefused(String reason) {
        assertEquals(folder.resolve(RunStore.FILE) + reason,
                assertThrows(RunStoreException.class, () -> RunStore.open(folder)).getMessage());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(RunStore.FILE));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
