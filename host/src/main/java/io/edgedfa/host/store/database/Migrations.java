package io.edgedfa.host.store.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database to the current schema: applies the resource files {@code migration/NNN-name.sql} whose number is above the
 * database's version, in order, each in a transaction of its own. SQLite keeps the version in the file's header
 * ({@code user_version}), PostgreSQL in the table {@code schema_version}.
 */
final class Migrations {
    /** In the order of their numbers. Never edit a file that was released; append. */
    private static final List<String> FILES = List.of(
            "001-history.sql",
            "002-delivery.sql",
            "003-command.sql",
            "004-alert.sql",
            "005-access.sql",
            "006-aggregator.sql",
            "007-rollout.sql");

    static final int VERSION = number(FILES.get(FILES.size() - 1));
    /** Of PostgreSQL's advisory locks; any number no other program takes. "EDFA" */
    private static final long LOCK = 0x45444641;

    private final Dialect dialect;

    Migrations(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Does nothing if the schema is current. Of several programs at once on one database, one does it while the others wait.
     *
     * @throws SQLException if the database is newer than this program, or refuses
     */
    void apply(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            prepare(connection);
            for (String file : FILES) {
                apply(connection, file);
            }
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private void prepare(Connection connection) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(" + LOCK + ")"); // until the connection closes
                statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            }
        }
        int version = version(connection);
        connection.commit();
        if (version > VERSION) {
            throw new SQLException("it has schema version " + version + ", this program knows up to " + VERSION);
        }
    }

    /** Applies one file if the database's version is below its number. */
    void apply(Connection connection, String file) throws SQLException {
        if (version(connection) < number(file)) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements(file)) {
                    statement.execute(sql);
                }
            }
            setVersion(connection, number(file));
        }
        connection.commit();
    }

    int version(Connection connection) throws SQLException {
        String sql = dialect == Dialect.SQLITE ? "PRAGMA user_version" : "SELECT COALESCE(MAX(version), 0) FROM schema_version";
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private void setVersion(Connection connection, int version) throws SQLException {
        String sql = dialect == Dialect.SQLITE
                ? "PRAGMA user_version = " + version // a pragma takes no bound parameter
                : "INSERT INTO schema_version (version) VALUES (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (dialect == Dialect.POSTGRESQL) {
                statement.setInt(1, version);
            }
            statement.execute();
        }
    }

    private List<String> statements(String file) {
        try (InputStream in = Migrations.class.getResourceAsStream("migration/" + file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return List.of(dialect.fill(text).strip().split(";\\s*(\\n|$)"));
        } catch (IOException e) {
            throw new IllegalStateException("resource migration/" + file + " cannot be read", e);
        }
    }

    private static int number(String file) {
        return Integer.parseInt(file.substring(0, 3));
    }
}
