package io.edgedfa.host.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * A SQLite file or a PostgreSQL database, at the current schema. Connections come from two small pools, one for reading and one
 * for writing; a lost connection is replaced. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int POSTGRESQL_WRITERS = 4;
    private static final long MOST_WAIT_MS = 5_000;

    /** Something done within one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DatabaseUrl url;
    private final HikariDataSource readers;
    private final HikariDataSource writers;

    private Database(DatabaseUrl url, String password) {
        this.url = url;
        // SQLite has one writer at a time; waiting here is fairer than asking the file again and again.
        writers = pool(url, password, true, url.dialect() == Dialect.SQLITE ? 1 : POSTGRESQL_WRITERS);
        readers = pool(url, password, false, READERS);
    }

    /** As {@link #open(String, Path)} without a password. */
    public static Database open(String url) {
        return open(url, null);
    }

    /**
     * Opens a database, creating a SQLite file and its folder, and brings it to the current schema.
     *
     * @param url          {@code jdbc:postgresql://HOST/DATABASE?user=NAME}, {@code jdbc:sqlite:FILE} or a file
     * @param passwordFile its first line is the password; null for none
     * @throws StoreException if it cannot be opened, is no database, comes from a newer version, or the URL holds a password
     */
    public static Database open(String url, Path passwordFile) {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        String password = passwordFile == null ? null : password(passwordFile);
        try {
            if (parsed.file() != null) {
                Files.createDirectories(parsed.file().getParent());
            }
            try (Connection connection = DriverManager.getConnection(parsed.jdbc(), parsed.properties(password, true))) {
                new Migrations(parsed.dialect()).apply(connection);
            }
            return new Database(parsed, password);
        } catch (SQLException | IOException e) {
            throw new StoreException("the store " + parsed + " could not be opened: " + StoreException.reason(e), e);
        }
    }

    private static String password(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException("the password file " + file + " cannot be read (" + e + ")", e);
        }
    }

    private static HikariDataSource pool(DatabaseUrl url, String password, boolean writes, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.jdbc());
        config.setDataSourceProperties(url.properties(password, writes));
        config.setPoolName(writes ? "store-writers" : "store-readers");
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(MOST_WAIT_MS);
        config.setInitializationFailTimeout(-1); // it was there a moment ago
        return new HikariDataSource(config);
    }

    public Dialect dialect() {
        return url.dialect();
    }

    /**
     * Reads, all of it from one state of the database on SQLite; on PostgreSQL each statement sees what is committed before it.
     *
     * @throws StoreException if that fails
     */
    public <T> T read(Work<T> work) {
        try (Connection connection = readers.getConnection()) {
            connection.setAutoCommit(false);
            return work.on(connection); // given back, its transaction ends
        } catch (SQLException e) {
            throw new StoreException("the store could not be read: " + StoreException.reason(e), e);
        }
    }

    /**
     * Writes in one transaction, which is committed on return and rolled back if the work throws.
     *
     * @throws StoreException if the database refuses or cannot be reached
     */
    public <T> T write(Work<T> work) {
        try {
            return transact(work);
        } catch (SQLException e) {
            throw new StoreException("the store could not be written: " + StoreException.reason(e), e);
        }
    }

    /**
     * As {@link #write}, for callers that tell one refusal from another.
     *
     * @throws SQLException as the database gave it, see {@link Refusal}
     */
    public <T> T transact(Work<T> work) throws SQLException {
        try (Connection connection = writers.getConnection()) {
            try {
                connection.setAutoCommit(false); // only now: the pool's own questions would begin a transaction and hold SQLite's lock
                T result = work.on(connection); // what is not committed is rolled back when the connection is given back
                connection.commit();
                return result;
            } catch (SQLException e) {
                writers.evictConnection(connection); // SQLite's driver believes in a transaction whose beginning failed
                throw e;
            }
        }
    }

    /**
     * Copies a SQLite database, as it is at this moment, into a new file; others may go on writing.
     *
     * @throws StoreException if the copy exists already or cannot be written, or for PostgreSQL, which has {@code pg_dump}
     */
    public void backup(Path copy) {
        if (dialect() != Dialect.SQLITE) {
            throw new StoreException("the store " + url + " is backed up with pg_dump, see the host's README", null);
        }
        if (Files.exists(copy)) {
            throw new StoreException("the copy " + copy + " exists; name a new file", null);
        }
        try (Connection connection = readers.getConnection()) {
            // Outside of a transaction, where it must be.
            try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
                vacuum.setString(1, copy.toAbsolutePath().toString());
                vacuum.execute();
            }
        } catch (SQLException e) {
            throw new StoreException("the store could not be copied to " + copy + ": " + StoreException.reason(e), e);
        }
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }

    /** Where it is, without the login. */
    @Override
    public String toString() {
        return url.toString();
    }
}
