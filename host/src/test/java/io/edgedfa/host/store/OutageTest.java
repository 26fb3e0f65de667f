package io.edgedfa.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.delivery.Numbering;
import io.edgedfa.host.store.delivery.Outcome;
import io.edgedfa.host.store.series.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away and comes back; the process goes away. */
class OutageTest {
    private static final BoardId BOARD = new BoardId("edgedfa", "bench-1");
    private static final long STORE = 7;

    private final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldStoreEverythingOnceWhenPostgreSqlRestarts() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.start();
        try (Database database = Database.open(server.url("postgres")); Store store = open(database)) {
            put(store, 1);
            await(() -> outcomes.size() == 1);
            server.pause();
            put(store, 2);
            await(() -> !store.ok());
            assertTrue(store.problem().lines().count() == 1, store.problem());
            assertThrows(StoreException.class, () -> store.acknowledged(BOARD, STORE));
            server.restart();
            await(() -> outcomes.size() == 2);
            assertTrue(store.ok());
            assertEquals(2, store.acknowledged(BOARD, STORE));
            assertEquals(2, store.rows());
            assertEquals(0, store.droppedWrites());
        } finally {
            server.stop();
        }
    }

    @Test
    void shouldStoreEverythingOnceWhenTheFileWasLocked(@TempDir Path folder) throws Exception {
        String file = folder.resolve("host.db").toString();
        try (Database database = Database.open(file); Store store = open(database);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            put(store, 1);
            await(() -> !store.ok());
            assertTrue(store.problem().contains("BUSY"), store.problem());
            statement.execute("ROLLBACK");
            await(store::ok);
            assertEquals(1, store.acknowledged(BOARD, STORE));
            assertEquals(0, store.droppedWrites());
        }
    }

    @Test
    void shouldHoldWholeDeliveriesOnlyWhenTheProcessWasKilled(@TempDir Path folder) throws Exception {
        String file = folder.resolve("host.db").toString();
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), EndlessWriter.class.getName(), file)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try (Database database = Database.open(file)) {
            await(() -> Long.parseLong(BothDatabases.text(database, "SELECT COUNT(*) FROM reading")) > 100);
        } finally {
            writer.destroyForcibly().waitFor();
        }
        try (Database database = Database.open(file); Store store = open(database)) {
            long acknowledged = store.acknowledged(BOARD, STORE);
            assertEquals(acknowledged * EndlessWriter.METRICS, Long.parseLong(BothDatabases.text(database, "SELECT COUNT(*) FROM reading")));
            assertEquals(acknowledged, Long.parseLong(BothDatabases.text(database, "SELECT COUNT(*) FROM event")));
            assertEquals(acknowledged * EndlessWriter.METRICS, store.rows());
        }
    }

    @Test
    void shouldCopyTheFileWhileItIsWritten(@TempDir Path folder) throws Exception {
        Path copy = folder.resolve("copy.db");
        try (Database database = Database.open(folder.resolve("host.db").toString()); Store store = open(database)) {
            put(store, 1);
            assertTrue(store.flush(Duration.ofSeconds(20)));
            database.backup(copy);
            put(store, 2);
            assertTrue(store.flush(Duration.ofSeconds(20)));
            assertTrue(assertThrows(StoreException.class, () -> database.backup(copy)).getMessage().contains("exists"));
        }
        assertFalse(Files.exists(folder.resolve("copy.db-wal")));
        try (Database database = Database.open(copy.toString()); Store store = open(database)) {
            assertEquals(1, store.acknowledged(BOARD, STORE));
        }
    }

    private Store open(Database database) {
        Store store = Store.open(database, Retention.DEFAULT, Clock.systemUTC());
        store.onCommit(outcomes::addAll);
        return store;
    }

    private static void put(Store store, long number) {
        assertTrue(store.put(EndlessWriter.delivery(BOARD, new Numbering(STORE, number, number - 1), 1)));
    }

    private static void await(Callable<Boolean> reached) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!reached.call()) {
            assertTrue(System.nanoTime() < deadline, "waited 60 s");
            Thread.sleep(20);
        }
    }
}
