package io.edgedfa.host.store.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.BothDatabases;
import io.edgedfa.host.store.EventQuery;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.series.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    private static final String DATABASES = "io.edgedfa.host.store.BothDatabases#databases";
    private static final String URLS = "io.edgedfa.host.store.BothDatabases#urls";

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldReadBackWhatWasWritten(Database database) {
        insert(database, "a");
        assertEquals("a", BothDatabases.text(database, "SELECT id FROM host"));
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldKeepNothingOfATransactionWhenItsWorkThrows(Database database) {
        assertThrows(IllegalStateException.class, () -> database.write(connection -> {
            execute(connection, "INSERT INTO host (id) VALUES ('half')");
            throw new IllegalStateException();
        }));
        assertEquals("0", BothDatabases.text(database, "SELECT COUNT(*) FROM host"));
    }

    @ParameterizedTest
    @MethodSource(URLS)
    void shouldChangeNothingWhenItIsOpenedAgain(String url) {
        try (Database first = Database.open(url)) {
            insert(first, "kept");
        }
        try (Database second = Database.open(url)) {
            assertEquals("kept", BothDatabases.text(second, "SELECT id FROM host"));
        }
    }

    @ParameterizedTest
    @MethodSource(URLS)
    void shouldMigrateOnceWhenSeveralOpenItAtOnce(String url) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<Database>> opened = IntStream.range(0, 3).mapToObj(i -> threads.submit(() -> Database.open(url))).toList();
        for (Future<Database> database : opened) {
            database.get().close();
        }
        threads.shutdown();
    }

    @ParameterizedTest
    @MethodSource(URLS)
    void shouldRefuseTheDatabaseWhenItComesFromANewerVersion(String url) {
        try (Database database = Database.open(url)) {
            database.write(connection -> execute(connection, database.dialect() == Dialect.SQLITE
                    ? "PRAGMA user_version = 99" : "INSERT INTO schema_version VALUES (99)"));
        }
        assertTrue(assertThrows(StoreException.class, () -> Database.open(url)).getMessage().contains("99"));
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldHoldReferencesWhenARowHasNone(Database database) {
        assertThrows(StoreException.class, () -> database.write(connection ->
                execute(connection, "INSERT INTO series (board_id, metric) VALUES (77, 'a')")));
    }

    @Test
    void shouldKeepWhatAFileOfTheFirstVersionHolds(@TempDir Path folder) throws Exception {
        String file = folder.resolve("host.db").toString();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.setAutoCommit(false);
            new Migrations(Dialect.SQLITE).apply(connection, "001-history.sql");
            for (String row : new String[] {
                "host VALUES ('0a1b2c3d')", "series VALUES (7, 3, 'learning/accuracy')", "reading VALUES (7, 1000, 0.5), (7, 2000, 0.25)",
                "event (board_id, kind, time_ms, detail) VALUES (NULL, 'BROKER_LOST', 5, '')",
                "board (id, group_id, edge_id, first_seen_ms, last_seen_ms, state) VALUES (3, 'g', 'e', 1, 2, 'online')"}) {
                execute(connection, "INSERT INTO " + row);
            }
            connection.commit();
        }
        try (Database database = Database.open(file); Store store = Store.open(database, Retention.DEFAULT, Clock.systemUTC())) {
            assertEquals("0a1b2c3d", store.hostId());
            assertEquals(Map.of(new BoardId("g", "e"), Map.of("learning/accuracy", 0.25)), store.latest());
            assertEquals(BoardEvent.ofHost(null, BoardEvent.BROKER_LOST, 5, ""), store.events(EventQuery.newest(1)).get(0).event());
            assertEquals(2, store.rows());
        }
    }

    @Test
    void shouldWriteAheadWhenTheDatabaseIsAFile(@TempDir Path folder) {
        try (Database database = Database.open(folder.resolve("deeper/host.db").toString())) {
            assertEquals("wal", BothDatabases.text(database, "PRAGMA journal_mode"));
            assertEquals("1", BothDatabases.text(database, "PRAGMA synchronous"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "jdbc:postgresql://host/edgedfa?user=a&password=secret", "jdbc:postgresql://a:secret@host/edgedfa",
        "jdbc:postgresql://host/edgedfa?sslPassword=secret"})
    void shouldRefuseTheUrlWhenItHoldsAPassword(String url) {
        String message = assertThrows(StoreException.class, () -> Database.open(url)).getMessage();
        assertTrue(message.contains("password"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void shouldNameWhatIsAllowedWhenTheKindOfDatabaseIsUnknown() {
        String message = assertThrows(StoreException.class, () -> Database.open("jdbc:mysql://a:secret@h/d")).getMessage();
        assertTrue(message.contains("jdbc:postgresql:") && !message.contains("secret"), message);
    }

    @Test
    void shouldNameTheDatabaseInOneLineWhenNobodyListens() {
        String message = assertThrows(StoreException.class, () -> Database.open("jdbc:postgresql://127.0.0.1:1/d?user=u")).getMessage();
        assertTrue(message.contains("127.0.0.1:1/d") && message.lines().count() == 1, message);
    }

    @Test
    void shouldNameTheFileWhenItIsNoDatabase(@TempDir Path folder) throws Exception {
        Path text = folder.resolve("notes.txt");
        Files.writeString(text, "this is no database, only a longer line of text ".repeat(50));
        StoreException e = assertThrows(StoreException.class, () -> Database.open(text.toString()));
        assertTrue(e.getMessage().contains("notes.txt"), e.getMessage());
    }

    private static void insert(Database database, String id) {
        database.write(connection -> execute(connection, "INSERT INTO host (id) VALUES ('" + id + "')"));
    }

    private static Void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return null;
        }
    }
}
