package io.edgedfa.device.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The one connection to the file: transactions, prepared statements that are kept, and SQLite's faults as
 * {@link StoreException}. One thread at a time.
 */
final class Database {
    /** What SQLite appends to the file's name. */
    static final List<String> SUFFIXES = List.of("", "-wal", "-shm");
    /** The write-ahead log is emptied when it is larger than this after a save. */
    static final long TIDY_BYTES = 8 << 20;

    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_NOTADB = 26;

    /** What is done within a transaction. */
    interface Work<T> {
        T run() throws SQLException;
    }

    private final Path file;
    private final Connection connection;
    private final long maxBytes;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean busy;
    private boolean suspect;
    private boolean closed;

    private Database(Path file, Connection connection, long maxBytes) {
        this.file = file;
        this.connection = connection;
        this.maxBytes = maxBytes;
    }

    /** Opens or makes the file and brings it to the current schema. */
    static Database open(Path file, long maxBytes) {
        Database database = connect(file, "", 1000, maxBytes);
        try {
            int version = Schema.identify(database);
            Schema.configure(database, maxBytes);
            Schema.migrate(database, version);
            return database;
        } catch (SQLException e) {
            database.close();
            throw database.failure("could not be opened", e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens the file to read what is committed, while another process may write it. On a disk that cannot be written SQLite cannot
     * make the index of a write-ahead log: without a log the file is read as it is, with one both are copied to where that can be.
     */
    static Database openToRead(Path file) {
        if (Files.isWritable(file.getParent())) {
            return openToRead(file, "?mode=ro");
        }
        return size(file.resolveSibling(file.getFileName() + "-wal")) == 0 ? openToRead(file, "?immutable=1") : openCopy(file);
    }

    /** The copy has no name any more when this returns, and is gone with the connection. */
    private static Database openCopy(Path file) {
        try {
            Path folder = Files.createTempDirectory("edge-dfa-store");
            List<Path> copies = SUFFIXES.stream().map(suffix -> folder.resolve("store" + suffix)).toList();
            try {
                Files.copy(file, copies.get(0));
                Files.copy(file.resolveSibling(file.getFileName() + "-wal"), copies.get(1));
                return openToRead(copies.get(0), "?mode=ro");
            } finally {
                for (Path copy : copies) {
                    Files.deleteIfExists(copy);
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new StoreException(file + ": could not be copied to be read: " + e, e);
        }
    }

    private static Database openToRead(Path file, String mode) {
        Database database = connect(file, mode, 5000, Long.MAX_VALUE);
        try {
            int version = Schema.identify(database);
            if (version != Schema.VERSION) {
                throw new StoreException(file + ": could not be opened: it has schema version " + version
                        + ", readable is " + Schema.VERSION + "; a board that opens it brings it up to date", null);
            }
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The name travels as a URI: the driver takes a question mark in a plain name for the start of its settings. */
    private static Database connect(Path file, String mode, int busyTimeoutMs, long maxBytes) {
        Database database = null;
        try {
            database = new Database(file, DriverManager.getConnection("jdbc:sqlite:" + file.toUri() + mode), maxBytes);
            database.execute("PRAGMA busy_timeout = " + busyTimeoutMs);
            return database;
        } catch (SQLException e) {
            if (database != null) {
                database.close();
            }
            throw failure(file, "could not be opened", e, maxBytes);
        }
    }

    Path file() {
        return file;
    }

    /** Whether SQLite called the file corrupt since it was opened. */
    boolean suspect() {
        return suspect;
    }

    /** All of the work, durably, or none of it. {@code what} completes a sentence that begins with the file. */
    synchronized <T> T write(String what, Work<T> work) {
        check();
        if (walBytes() > maxBytes) {
            emptyWal();
            if (walBytes() > maxBytes) {
                throw new StoreException(file + ": " + what + ": the write-ahead log has " + walBytes()
                        + " bytes and cannot be emptied, another process is reading", null);
            }
        }
        return transaction("BEGIN IMMEDIATE", what, work);
    }

    /** Reads one state of the file, whoever writes it meanwhile. */
    synchronized <T> T read(String what, Work<T> work) {
        check();
        return transaction("BEGIN", what, work);
    }

    private void check() {
        if (closed) {
            throw new StoreException(file + ": is closed", null);
        }
        if (busy) {
            throw new IllegalStateException("the store is used from within its own callback");
        }
    }

    private <T> T transaction(String begin, String what, Work<T> work) {
        busy = true;
        boolean done = false;
        try {
            execute(begin);
            T result = work.run();
            execute("COMMIT");
            done = true;
            return result;
        } catch (SQLException e) {
            throw failure(what, e);
        } finally {
            if (!done) {
                rollBack();
            }
            busy = false;
        }
    }

    private void rollBack() {
        forgetStatements(); // the driver closes those that met a fault
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite rolled back by itself, or the next transaction fails to begin and says so.
        }
    }

    /** After a large transaction: its write-ahead log is as large. That it is not emptied now harms nothing committed. */
    synchronized void tidy() {
        if (walBytes() > TIDY_BYTES) {
            emptyWal();
        }
    }

    private void emptyWal() {
        try {
            number("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            suspect |= corrupt(e);
        }
    }

    private long walBytes() {
        return size(file.resolveSibling(file.getFileName() + "-wal"));
    }

    /** Of the file and what SQLite keeps beside it. */
    long bytes() {
        return SUFFIXES.stream().mapToLong(suffix -> size(file.resolveSibling(file.getFileName() + suffix))).sum();
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0; // it comes and goes
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Binds and executes. @return rows changed */
    int update(String sql, Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    /** Binds and asks; the caller closes the answer before it asks the same again. */
    ResultSet query(String sql, Object... values) throws SQLException {
        return bound(sql, values).executeQuery();
    }

    /** The first column of the first row, which must be there; 0 for NULL. */
    long number(String sql, Object... values) throws SQLException {
        try (ResultSet row = query(sql, values)) {
            if (!row.next()) {
                throw new CorruptStoreException(file + ": a row is missing that is always there", null);
            }
            return row.getLong(1);
        }
    }

    /** A text column; empty for NULL, which none of the tables allows. */
    static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    /** @param what a table, or 1 for the whole file up to its first fault */
    void quickCheck(String what) throws SQLException {
        try (ResultSet row = query("PRAGMA quick_check(" + what + ")")) {
            String found = row.next() ? row.getString(1) : "nothing";
            if (!"ok".equals(found)) {
                suspect = true;
                throw new CorruptStoreException(file + ": is corrupt: " + found, null);
            }
        }
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private StoreException failure(String what, SQLException e) {
        suspect |= corrupt(e);
        return failure(file, what, e, maxBytes);
    }

    private static StoreException failure(Path file, String what, SQLException e, long maxBytes) {
        String message = file + ": " + what + ": " + e.getMessage();
        if (corrupt(e)) {
            return new CorruptStoreException(message, e);
        }
        return new StoreException((e.getErrorCode() & 0xff) == SQLITE_FULL
                ? message + "; the limit is " + maxBytes + " bytes" : message, e);
    }

    private static boolean corrupt(SQLException e) {
        int code = e.getErrorCode() & 0xff; // without the extension
        return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    }

    /** Never throws; the connection is gone afterwards. */
    synchronized void close() {
        closed = true;
        forgetStatements();
        close(connection);
    }

    private void forgetStatements() {
        for (PreparedStatement statement : statements.values()) {
            close(statement);
        }
        statements.clear();
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            // Nothing more can be done with it, and what was committed is safe.
        }
    }
}
