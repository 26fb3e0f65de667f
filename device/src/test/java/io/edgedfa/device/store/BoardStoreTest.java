package io.edgedfa.device.store;

import static io.edgedfa.device.store.Stores.CLOCK;
import static io.edgedfa.device.store.Stores.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardStoreTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("board.db");
    }

    private static String refusal(Path file) {
        StoreException e = assertThrows(StoreException.class, () -> Stores.open(file));
        assertTrue(e.getMessage().startsWith(file + ": could not be opened: "), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        return e.getMessage();
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void shouldLeaveOnlyTheFileAndItsLockWhenClosed() throws IOException {
        BoardStore store = Stores.open(file);
        store.events().add("kind", "text");
        assertTrue(store.bytes() > Files.size(file));
        store.close();
        store.close();
        assertEquals(Set.of("board.db", "board.db.lock"), files());
        assertThrows(StoreException.class, () -> store.events().add("kind", "text"));
    }

    @Test
    void shouldNotHaveCrashedWhenNewOrClosed() {
        try (BoardStore store = Stores.open(file)) {
            assertFalse(store.crashed());
            assertEquals(Optional.empty(), store.setAside());
        }
        try (BoardStore store = Stores.open(file)) {
            assertFalse(store.crashed());
        }
    }

    @Test
    void shouldRefuseTheSecondWhenTheFirstIsOpen() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
        try (BoardStore store = Stores.open(file)) {
            assertTrue(refusal(file).endsWith("it is open already"));
            assertTrue(assertThrows(StoreException.class, () -> Stores.open(link)).getMessage().endsWith("it is open already"));
            store.events().add("kind", "text");
        }
        Stores.open(file).close();
    }

    @Test
    void shouldKeepTheLockOfTheNextWhenTheFirstIsClosedAgain() {
        BoardStore first = Stores.open(file);
        first.close();
        try (BoardStore second = Stores.open(file)) {
            first.close();
            refusal(file);
            second.events().add("kind", "text");
        }
    }

    @Test
    void shouldBeReadableWhenABoardHasItOpen() {
        try (BoardStore board = Stores.open(file)) {
            board.checkpoints().save(Map.of("a", "b"), Map.of("w", numbers(9, 1)), Map.of(), true);
            try (BoardStore reader = BoardStore.openToRead(file)) {
                board.events().add("kind", "text");
                assertEquals(1, reader.events().latest(9).size());
                assertEquals(board.checkpoints().current(), reader.checkpoints().current());
                assertEquals(Map.of("w", numbers(9, 1)), Stores.restore(reader, reader.checkpoints().current().orElseThrow()));
                StoreException e = assertThrows(StoreException.class, () -> reader.events().add("kind", "text"));
                assertTrue(e.getMessage().contains("SQLITE_READONLY"), e.getMessage());
            }
            board.events().add("kind", "text");
        }
    }

    @Test
    void shouldBeReadableWhenNoBoardHasItOpen() {
        Stores.open(file).close();
        try (BoardStore reader = BoardStore.openToRead(file)) {
            assertEquals(0, reader.events().latest(9).size());
        }
        assertTrue(assertThrows(StoreException.class, () -> BoardStore.openToRead(folder.resolve("none.db")))
                .getMessage().endsWith("there is no such file"));
    }

    @Test
    void shouldSayWhyWhenTheFolderIsMissing() {
        assertTrue(refusal(folder.resolve("none/board.db")).contains("folder is not there"));
    }

    @Test
    void shouldSayWhyWhenTheFolderCannotBeWritten() throws IOException {
        Path proc = Path.of("/proc"); // refuses even root
        assumeTrue(Files.isDirectory(proc), "no /proc on this machine");
        assertTrue(refusal(proc.resolve("edgedfa-board.db")).contains("cannot be locked"));
    }

    @Test
    void shouldSayWhyWhenTheFileIsReadOnly() throws IOException {
        Stores.open(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(file), "this user may write read-only files");
        assertTrue(refusal(file).contains("SQLITE_READONLY"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Stores.open(file).close();
    }

    @Test
    void shouldRefuseAndLeaveItWhenTheFileIsOfANewerVersion() throws Exception {
        Stores.open(file).close();
        Stores.sql(file, "PRAGMA user_version = " + (Schema.VERSION + 1));
        assertTrue(refusal(file).contains("it has schema version " + (Schema.VERSION + 1) + ", this program knows up to " + Schema.VERSION + ""));
        assertEquals(Set.of("board.db", "board.db.lock"), files());
        assertTrue(assertThrows(StoreException.class, () -> BoardStore.openToRead(file))
                .getMessage().contains("schema version " + (Schema.VERSION + 1)));
        Stores.sql(file, "PRAGMA user_version = " + Schema.VERSION);
        Stores.open(file).close();
    }

    @Test
    void shouldRefuseAndLeaveItWhenTheFileIsAnotherPrograms() throws Exception {
        Stores.sql(file, "CREATE TABLE important (t TEXT)");
        assertTrue(refusal(file).endsWith("it is another program's SQLite file"));
        assertEquals(Set.of("board.db", "board.db.lock"), files());
    }

    @Test
    void shouldSayWhichLimitAndGoOnWhenACheckpointDoesNotFit() {
        try (BoardStore store = BoardStore.open(file, new StoreLimits(1 << 20, 20, 10), CLOCK)) {
            long old = store.checkpoints().save(Map.of(), Map.of("w", numbers(1000, 1)), Map.of(), true);
            StoreException e = assertThrows(StoreException.class,
                    () -> store.checkpoints().save(Map.of(), Map.of("w", numbers(300_000, 2)), Map.of(), true));
            assertTrue(e.getMessage().startsWith(file + ": checkpoint could not be saved: [SQLITE_FULL]"), e.getMessage());
            assertTrue(e.getMessage().endsWith("the limit is 1048576 bytes"), e.getMessage());
            Checkpoint current = store.checkpoints().current().orElseThrow();
            assertEquals(old, current.number());
            assertEquals(Map.of("w", numbers(1000, 1)), Stores.restore(store, current));
            assertEquals(old + 1, store.checkpoints().save(Map.of(), Map.of("w", numbers(1000, 3)), Map.of(), true));
            store.events().add("kind", "text");
        }
    }

    @Test
    void shouldStayFlatWhenManyCheckpointsAreSaved() throws IOException {
        Map<String, FloatBuffer> tensors = Map.of("w", numbers(200_000, 1), "b", numbers(50, 2));
        long most = 0;
        try (BoardStore store = Stores.open(file)) {
            for (int i = 0; i < 200; i++) {
                store.checkpoints().save(Map.of("i", "" + i), tensors, Map.of(), i % 7 == 0);
                store.events().add("kind", "x".repeat(2048));
                most = Math.max(most, store.bytes());
            }
        }
        assertTrue(Files.size(file) < 2 * 800_000 + 300_000, "file has " + Files.size(file));
        assertTrue(most < Files.size(file) + Database.TIDY_BYTES, "files had " + most);
    }

    @Test
    void shouldEmptyTheLogWhenACheckpointIsLarge() {
        try (BoardStore store = Stores.open(file)) {
            store.checkpoints().save(Map.of(), Map.of("w", numbers(3 << 20, 1)), Map.of(), true);
            assertTrue(store.bytes() < 13 << 20, "files have " + store.bytes());
        }
    }

    @Test
    void shouldRefuseToWriteWhenAReaderNeverEnds() throws Exception {
        try (BoardStore store = BoardStore.open(file, new StoreLimits(256 << 10, 20, 10), CLOCK);
                Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            try (ResultSet row = statement.executeQuery("SELECT * FROM state")) {
                row.next();
            }
            StoreException e = assertThrows(StoreException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    store.events().add("kind", "text");
                }
            });
            assertTrue(e.getMessage().endsWith("another process is reading"), e.getMessage());
            assertTrue(store.bytes() < 1 << 20, "files have " + store.bytes());
            statement.execute("COMMIT");
            store.events().add("kind", "text");
        }
    }

    @Test
    void shouldRefuseLimitsWhenTheyAreOutOfRange() {
        assertEquals("maxBytes = 0, allowed: 262144 to 1099511627776",
                assertThrows(IllegalArgumentException.class, () -> new StoreLimits(0, 1, 1)).getMessage());
        assertEquals("maxEvents = 0, allowed: 1 to 1000000",
                assertThrows(IllegalArgumentException.class, () -> new StoreLimits(1 << 20, 0, 1)).getMessage());
        assertEquals("maxOutbox = 1000001, allowed: 1 to 1000000",
                assertThrows(IllegalArgumentException.class, () -> new StoreLimits(1 << 20, 1, 1_000_001)).getMessage());
    }
}
