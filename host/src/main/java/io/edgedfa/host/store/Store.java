package io.edgedfa.host.store;

import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.board.Reading;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.delivery.AnswerLedger;
import io.edgedfa.host.store.delivery.CommitListener;
import io.edgedfa.host.store.delivery.Delivery;
import io.edgedfa.host.store.series.Retention;
import io.edgedfa.host.store.series.Series;
import io.edgedfa.host.store.series.SeriesQuery;
import io.edgedfa.host.store.series.Volume;
import io.edgedfa.host.store.writer.Limits;
import io.edgedfa.host.store.writer.Writer;
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
 * The fleet's history. Writes return at once and happen in order on one thread; reads see what is committed, usually within a
 * fifth of a second of the write. Safe for use by many threads.
 */
public final class Store implements AutoCloseable {
    private final Database database;
    private final boolean owned;
    private final Retention retention;
    private final Clock clock;
    private final Writer writer;
    private final String hostId;

    private Store(Database database, boolean owned, Retention retention, Limits limits, Clock clock) {
        this.database = database;
        this.owned = owned;
        this.retention = retention;
        this.clock = clock;
        hostId = database.write(Store::hostId);
        writer = new Writer(database, retention, limits, clock);
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
        return new Store(Database.open(file.toString()), true, retention, Limits.DEFAULT, clock);
    }

    /** Keeps history in a database, which stays open when the store is closed. */
    public static Store open(Database database, Retention retention, Clock clock) {
        return open(database, retention, Limits.DEFAULT, clock);
    }

    /** As {@link #open(Database, Retention, Clock)} with other limits. */
    public static Store open(Database database, Retention retention, Limits limits, Clock clock) {
        return new Store(database, false, retention, limits, clock);
    }

    /** Names this store for good, e.g. for a stable MQTT client id; 8 hexadecimal digits. */
    public String hostId() {
        return hostId;
    }

    /** Records a board; first seen is kept from the first record. */
    public void put(BoardRecord board) {
        put(board, List.of());
    }

    /** Records what a message without number said: the board as it is after it, and its numbers. */
    public void put(BoardRecord board, List<Reading> readings) {
        put(new Delivery(board, null, readings, List.of(), List.of()));
    }

    /** Records an event; its board must have been put before. */
    public void put(BoardEvent event) {
        writer.offer(new Delivery(null, null, List.of(), List.of(event), List.of()));
    }

    /**
     * Records what a message brought: all of it in one transaction, or nothing.
     *
     * @return false if the queue is full; a numbered delivery is owed nothing then, its board will send it again
     */
    public boolean put(Delivery delivery) {
        return writer.offer(delivery);
    }

    /** Who hears what became of numbered deliveries; there is one. Called on the writing thread, after the commit. */
    public void onCommit(CommitListener listener) {
        writer.onCommit(listener);
    }

    /** Who applies boards' answers to commands; there is one. Until it is set, answers are stored nowhere. */
    public void answersTo(AnswerLedger answers) {
        writer.answersTo(answers);
    }

    /** Up to which number of the board's store everything is committed; 0 for none. */
    public long acknowledged(BoardId board, long storeId) {
        return database.read(connection -> new Queries(connection).acknowledged(board, storeId));
    }

    /** All boards ever recorded, by id. */
    public List<BoardRecord> boards() {
        return database.read(connection -> new Queries(connection).boards());
    }

    /** The last stored value of every metric of every board; may lack the last half minute before the host was killed. */
    public Map<BoardId, Map<String, Double>> latest() {
        return database.read(connection -> new Queries(connection).latest(null));
    }

    /** The last stored value of every metric of the board, at most half a minute old; empty for an unknown board. */
    public Map<String, Double> latest(BoardId board) {
        return database.read(connection -> new Queries(connection).latest(board)).getOrDefault(board, Map.of());
    }

    /**
     * A metric over time. More than {@code points} rows are reduced to means over equal spans of time, each standing at the time
     * of its last.
     *
     * @param fromMs milliseconds since 1970 UTC, inclusive
     * @param toMs   the same
     * @param points about how many at most, at least 1
     * @return no points for an unknown board or metric
     */
    public Series series(BoardId board, String metric, long fromMs, long toMs, int points) {
        if (points < 1) {
            throw new IllegalArgumentException("points is " + points + ", allowed are 1 and more");
        }
        return database.read(connection ->
                new SeriesQuery(connection, retention).ask(board, metric, fromMs, toMs, points, clock.millis()));
    }

    /** Events, newest first. */
    public List<StoredEvent> events(EventQuery query) {
        return database.read(connection -> new Queries(connection).events(query));
    }

    /** Whether the last write succeeded. */
    public boolean ok() {
        return writer.problem() == null;
    }

    /** Why nothing is written at present, in one line; null if all is well. */
    public String problem() {
        return writer.problem();
    }

    /**
     * Messages without number lost since the start because the queue was full, and readings or events that the database refused.
     * Numbered messages are never lost: what is not committed is not acknowledged.
     */
    public long droppedWrites() {
        return writer.dropped();
    }

    /** Readings in the database. */
    public long rows() {
        return database.read(connection -> Volume.rows(connection, Volume.READINGS));
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
