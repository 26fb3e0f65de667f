package io.edgedfa.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    @TempDir
    Path folder;

    @Test
    void shouldReachTheCurrentVersionWhenTheFileIsEmpty() throws Exception {
        try (Connection connection = connect()) {
            Schema.migrate(connection);
            assertEquals(Schema.VERSION, Schema.version(connection));
        }
    }

    @Test
    void shouldChangeNothingWhenMigratedTwice() throws Exception {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            Schema.migrate(connection);
            statement.execute("INSERT INTO host (id) VALUES ('kept')");
            Schema.migrate(connection);
            assertEquals("kept", only(statement, "SELECT id FROM host"));
        }
    }

    @Test
    void shouldRefuseTheFileWhenItComesFromANewerVersion() throws Exception {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
            assertTrue(assertThrows(SQLException.class, () -> Schema.migrate(connection)).getMessage().contains("99"));
        }
    }

    @Test
    void shouldWriteAheadWithForeignKeysWhenConfigured() throws Exception {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            Schema.configure(connection);
            assertEquals("wal", only(statement, "PRAGMA journal_mode"));
            assertEquals("1", only(statement, "PRAGMA synchronous"));
            assertEquals("1", only(statement, "PRAGMA foreign_keys"));
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("schema.db"));
    }

    private static String only(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            assertTrue(row.next());
            return row.getString(1);
        }
    }
}
