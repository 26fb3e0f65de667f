package io.edgedfa.host.store.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The finished runs of one folder. Safe for use by many threads; the file belongs to one process at a time. */
public final class RunStore implements AutoCloseable {
    /** The file's name in the folder of an experiment. */
    public static final String FILE = "runs.db";

    /** Of SQLite's file header: tells these files from other databases. "EDFA" */
    private static final int APPLICATION_ID = 0x45444641;
    private static final int VERSION = 1;
    private static final String CREATE = """
            CREATE TABLE run (
                key TEXT PRIMARY KEY,
                status TEXT NOT NULL,
                result TEXT NOT NULL,
                finished TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)""";

    private final Path file;
    private final Connection connection;

    private RunStore(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens or creates {@link #FILE} in a folder, making the folder.
     *
     * @throws RunStoreException if another process has it open, if it is damaged, no file of runs, or of another version
     */
    public static RunStore open(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
            try {
                lock(connection);
                prepare(file, connection);
                return new RunStore(file, connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (IOException e) {
            throw new RunStoreException(folder + " cannot be written (" + e + ")", e);
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    /** Takes the file's lock and keeps it: the system releases it when the process ends, however it ends. */
    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("BEGIN EXCLUSIVE");
            statement.execute("COMMIT");
        }
    }

    private static void prepare(Path file, Connection connection) throws SQLException {
        String health = text(connection, "PRAGMA quick_check(1)");
        if (!health.equals("ok")) {
            throw new RunStoreException(file + " is damaged (" + health.lines().findFirst().orElse("") + "); " + START_OVER, null);
        }
        int id = Integer.parseInt(text(connection, "PRAGMA application_id"));
        int version = Integer.parseInt(text(connection, "PRAGMA user_version"));
        if (id == 0 && version == 0 && text(connection, "SELECT COUNT(*) FROM sqlite_master").equals("0")) {
            create(connection);
        } else if (id != APPLICATION_ID) {
            throw new RunStoreException(file + " is a database, but not of an experiment's runs; " + START_OVER, null);
        } else if (version != VERSION) {
            throw new RunStoreException(file + " has version " + version + ", this program knows " + VERSION + "; " + START_OVER, null);
        }
    }

    private static final String START_OVER = "move it away to start over, or name another folder with -o";

    private static void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
            statement.execute("PRAGMA application_id = " + APPLICATION_ID); // a pragma takes no bound parameter
            statement.execute("PRAGMA user_version = " + VERSION);
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The run of a key, if it is finished. */
    public synchronized Optional<StoredRun> find(String key) {
        try (PreparedStatement find = connection.prepareStatement("SELECT status, result FROM run WHERE key = ?")) {
            find.setString(1, key);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? Optional.of(new StoredRun(key, row.getString(1), row.getString(2))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    /** Keeps a run; on return it is on the disk. A run of the same key is replaced. */
    public synchronized void put(StoredRun run) {
        try (PreparedStatement put = connection.prepareStatement(
                "INSERT INTO run (key, status, result) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                        + " status = excluded.status, result = excluded.result, finished = excluded.finished")) {
            put.setString(1, run.key());
            put.setString(2, run.status());
            put.setString(3, run.result());
            put.executeUpdate();
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    private static RunStoreException failed(Path file, SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        String reason = switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED -> " is in use by another process; wait for it, or name another folder with -o";
            case SQLITE_NOTADB -> " is no database; " + START_OVER;
            case SQLITE_CORRUPT -> " is damaged; " + START_OVER;
            default -> " cannot be used: " + e.getMessage();
        };
        return new RunStoreException(file + reason, e);
    }
}
