package io.edgedfa.host.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The host's database. Writes return at once and happen in order on one thread; reads see what is committed, usually within
 * a tenth of a second of the write. Safe for use by many threads.
 */
public final class Store implements AutoCloseable {
    private final Connection writing;
    private final Queries queries;
    private final Writer writer;
    private final String hostId;

    private Store(Connection writing, Connection reading, Retention retention, Clock clock) throws SQLException {
        this.writing = writing;
        queries = new Queries(reading);
        hostId = hostId(writing);
        writer = new Writer(writing, retention, clock);
    }

    /** Opens or creates the SQLite file with {@link Retention#DEFAULT}. See {@link #open(Path, Retention, Clock)}. */
    public static Store open(Path file) {
        return open(file, Retention.DEFAULT, Clock.systemUTC());
    }

    /**
     * Opens or creates the SQLite file, its folder included, and brings it to the current schema.
     *
     * @throws StoreException if the file cannot be opened, is no database, or comes from a newer version
     */
    public static Store open(Path file, Retention retention, Clock clock) {
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        Connection writing = null;
        Connection reading = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            writing = DriverManager.getConnection(url);
            Schema.configure(writing);
            Schema.migrate(writing);
            reading = DriverManager.getConnection(url);
            Schema.configure(reading);
            return new Store(writing, reading, retention, clock);
        } catch (SQLException | IOException e) {
            closeQuietly(writing, e);
            closeQuietly(reading, e);
            throw new StoreException("the store " + file + " could not be opened: " + e.getMessage(), e);
        }
    }

    /** Names this store for good, e.g. for a stable MQTT client id; 8 hexadecimal digits. */
    public String hostId() {
        return hostId;
    }

    /** Records a board; first seen is kept from the first record. */
    public void put(BoardRecord board) {
        writer.offer(tables -> tables.put(board));
    }

    /** Records what a message said: the board as it is after it, and its numbers. */
    public void put(BoardRecord board, List<Reading> readings) {
        List<Reading> copy = List.copyOf(readings);
        writer.offer(tables -> {
            tables.put(board);
            for (Reading reading : copy) {
                tables.add(reading);
            }
        });
    }

    /** Records an event; its board must have been put before. */
    public void put(BoardEvent event) {
        writer.offer(tables -> tables.add(event));
    }

    /** All boards ever recorded, by id. */
    public List<BoardRecord> boards() {
        return read(queries::boards);
    }

    /** The last stored value of every metric of the board; empty for an unknown board. */
    public Map<String, Double> latest(BoardId board) {
        return read(() -> queries.latest(board));
    }

    /**
     * A metric over time, oldest first. More than {@code limit} readings are reduced to means over equal spans of time, each
     * standing at the time of its last reading.
     *
     * @param sinceMs milliseconds since 1970 UTC, inclusive
     * @param limit   most points, at least 1
     * @return empty for an unknown board or metric
     */
    public List<Point> series(BoardId board, String metric, long sinceMs, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed are 1 and more");
        }
        return read(() -> queries.series(board, metric, sinceMs, limit));
    }

    /** The newest events, newest first. */
    public List<BoardEvent> events(int limit) {
        return read(() -> queries.events(limit));
    }

    /** Whether the last write succeeded. */
    public boolean ok() {
        return writer.ok();
    }

    /** Writes lost since the start: the queue was full, or the database refused. */
    public long droppedWrites() {
        return writer.dropped();
    }

    /** Readings in the database. */
    public long rows() {
        return writer.rows();
    }

    /** Waits until everything put before is committed. @return false if that took longer */
    public boolean flush(Duration atMost) throws InterruptedException {
        return writer.flush(atMost);
    }

    /** Writes what is queued and closes the file. */
    @Override
    public void close() {
        try {
            writer.close();
            queries.close();
            writing.close();
        } catch (SQLException e) {
            throw new StoreException("the store could not be closed: " + e.getMessage(), e);
        }
    }

    private static String hostId(Connection connection) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("SELECT id FROM host"); ResultSet row = ask.executeQuery()) {
            if (row.next()) {
                return row.getString(1);
            }
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        try (PreparedStatement add = connection.prepareStatement("INSERT INTO host (id) VALUES (?)")) {
            add.setString(1, id);
            add.executeUpdate();
        }
        return id;
    }

    private interface Question<T> {
        T ask() throws SQLException;
    }

    private static <T> T read(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new StoreException("the store could not be read: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(Connection connection, Exception reason) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
