package io.edgedfa.host.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, and how older files become newer ones: migration n brings a file from version n to n + 1.
 *
 * <p>A number lives in {@code reading}, one narrow row clustered by (series, time): a chart is one range scan, a metric this
 * version never heard of needs no new column, and a repeated message cannot be counted twice.
 */
final class Schema {
    /** Never edit an entry that was released; append. */
    private static final List<List<String>> MIGRATIONS = List.of(List.of(
            """
            CREATE TABLE host (
                id TEXT NOT NULL)""",
            """
            CREATE TABLE board (
                id INTEGER PRIMARY KEY,
                group_id TEXT NOT NULL,
                edge_id TEXT NOT NULL,
                device TEXT,
                first_seen_ms BIGINT NOT NULL,
                last_seen_ms BIGINT NOT NULL,
                state TEXT NOT NULL,
                rule TEXT,
                model_id TEXT,
                model_version TEXT,
                product_version TEXT,
                os_arch TEXT,
                java_version TEXT,
                UNIQUE (group_id, edge_id))""",
            """
            CREATE TABLE series (
                id INTEGER PRIMARY KEY,
                board_id INTEGER NOT NULL REFERENCES board (id),
                metric TEXT NOT NULL,
                UNIQUE (board_id, metric))""",
            """
            CREATE TABLE reading (
                series_id INTEGER NOT NULL REFERENCES series (id),
                time_ms BIGINT NOT NULL,
                value DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (series_id, time_ms)) WITHOUT ROWID""",
            """
            CREATE TABLE event (
                id INTEGER PRIMARY KEY,
                board_id INTEGER REFERENCES board (id),
                kind TEXT NOT NULL,
                time_ms BIGINT NOT NULL,
                detail TEXT NOT NULL)""",
            "CREATE INDEX event_by_time ON event (time_ms)"));

    static final int VERSION = MIGRATIONS.size();

    private Schema() {}

    /** Settings of a connection: they are not stored in the file. */
    static void configure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA journal_mode = WAL");
            // With WAL, NORMAL can lose the last commits on power loss but never corrupts the file.
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("PRAGMA foreign_keys = ON");
            statement.execute("PRAGMA journal_size_limit = 16777216");
        }
    }

    /** Brings the file to {@link #VERSION}, one transaction per step; does nothing if it is there already. */
    static void migrate(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > VERSION) {
            throw new SQLException("the file has schema version " + version + ", this program knows up to " + VERSION);
        }
        for (; version < VERSION; version++) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String sql : MIGRATIONS.get(version)) {
                    statement.execute(sql);
                }
                statement.execute("PRAGMA user_version = " + (version + 1)); // a pragma takes no bound parameter
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            row.next();
            return row.getInt(1);
        }
    }
}
