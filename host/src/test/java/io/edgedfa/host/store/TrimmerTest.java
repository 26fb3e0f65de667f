package io.edgedfa.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrimmerTest {
    private static final BoardId BOARD = new BoardId("edgedfa", "bench-1");

    @TempDir
    Path folder;

    private Connection connection;
    private Tables tables;

    @BeforeEach
    void open() throws Exception {
        connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("trim.db"));
        new Migrations(Dialect.SQLITE).apply(connection);
        connection.setAutoCommit(false);
        tables = new Tables(connection, new HashMap<>(), new HashMap<>());
        tables.put(new BoardRecord(BOARD, null, 0, 0, true, null, null, null, null, null, null));
        for (int second = 0; second < 100; second++) {
            tables.add(new Reading(BOARD, "a", second * 1_000L, second));
            tables.add(new Reading(BOARD, "b", second * 1_000L, second));
        }
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    @Test
    void shouldDeleteReadingsWhenTheyAreTooOld() throws Exception {
        Trimmer trimmer = new Trimmer(connection, new Retention(Duration.ofSeconds(10), 1_000, Duration.ofSeconds(1)));
        assertEquals(20, trimmer.trim(100_000, 200));
        assertEquals(20, trimmer.count());
    }

    @Test
    void shouldDeleteTheOldestWhenThereAreTooManyRows() throws Exception {
        Trimmer trimmer = new Trimmer(connection, new Retention(Duration.ofDays(1), 50, Duration.ofSeconds(1)));
        long left = trimmer.trim(100_000, 200);
        assertEquals(left, trimmer.count());
        assertTrue(left <= 50 && left >= 44, "left " + left);
        assertEquals(99_000, newest());
    }

    @Test
    void shouldDeleteNothingWhenTheLimitsHold() throws Exception {
        assertEquals(200, new Trimmer(connection, Retention.DEFAULT).trim(100_000, 200));
    }

    @Test
    void shouldDeleteEventsWhenTheyAreTooOld() throws Exception {
        tables.add(BoardEvent.ofHost(BOARD, BoardEvent.BIRTH, 1_000, ""));
        tables.add(BoardEvent.ofHost(BOARD, BoardEvent.DEATH, 99_000, ""));
        new Trimmer(connection, new Retention(Duration.ofSeconds(10), 1_000, Duration.ofSeconds(1))).trim(100_000, 200);
        assertEquals(1, number("SELECT COUNT(*) FROM event"));
    }

    @Test
    void shouldSearchByKeyWhenItDeletesByTime() throws Exception {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + Trimmer.DELETE_READINGS);
                ResultSet row = explain.executeQuery()) {
            assertTrue(row.next());
            assertFalse(row.getString("detail").startsWith("SCAN"), row.getString("detail"));
        }
    }

    private long newest() throws Exception {
        return number("SELECT MAX(time_ms) FROM reading");
    }

    private long number(String sql) throws Exception {
        try (PreparedStatement ask = connection.prepareStatement(sql); ResultSet row = ask.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
