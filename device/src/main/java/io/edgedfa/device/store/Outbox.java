package io.edgedfa.device.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What the host has not acknowledged yet: numbered entries in order. Reports lie in a table of their own, so that the oldest of
 * them are found at once when room is needed; events and answers never go in favour of them.
 *
 * <p>What was acknowledged is deleted with the next entry, in its transaction, or when the store is closed: a transaction of its
 * own would double what is written to the flash. After a kill in between it is sent once more, and the host knows its numbers.
 */
public final class Outbox {
    /** Longest body of an entry; a host refuses messages of 256 KiB. */
    public static final int MAX_BODY_BYTES = 240 << 10;
    /** A clock that was never set says less (2020); what it dated does not age. */
    private static final long LEAST_CREDIBLE_MS = 1_577_836_800_000L;
    private static final int LOOK_AHEAD = 64;

    private final Database database;
    private final StoreLimits limits;
    private final Clock clock;
    private volatile long acknowledged;
    private volatile long store; // 0 where not read yet

    /**
     * How full it is, as of the last entry.
     *
     * @param waiting        entries
     * @param bytes          of their bodies
     * @param droppedReports reports that left unacknowledged for want of room or of age, since the store was made
     * @param droppedEvents  events and answers likewise
     */
    public record Size(long waiting, long bytes, long droppedReports, long droppedEvents) {}

    Outbox(Database database, StoreLimits limits, Clock clock) {
        this.database = database;
        this.limits = limits;
        this.clock = clock;
    }

    static void requireShort(byte[] body) {
        if (body.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException("body has " + body.length + " bytes, allowed: at most " + MAX_BODY_BYTES);
        }
    }

    /** Which store the numbers belong to: random, above 0, made with the store. */
    public long store() {
        if (store == 0) {
            store = database.read("outbox could not be read", () -> database.number("SELECT store FROM state"));
        }
        return store;
    }

    /** Adds reports, all in one transaction; older ones go if there is no room. @return them with their numbers */
    public List<Entry> add(List<Entry.Report> reports) {
        return database.write("report could not be added", () -> {
            List<Entry> entries = new ArrayList<>(reports.size());
            for (Entry.Report report : reports) {
                entries.add(put(report.kind(), report.timeMs(), report.body()));
            }
            return entries;
        });
    }

    /** Within the caller's transaction. */
    Entry put(Entry.Kind kind, long timeMs, byte[] body) throws SQLException {
        requireShort(body);
        deleteAcknowledged();
        if (kind.report()) {
            dropReports(body.length);
        } else {
            dropEvents();
        }
        long previous = database.number("SELECT MAX(IFNULL((SELECT MAX(number) FROM report), 0), IFNULL((SELECT MAX(number) FROM outbox), 0))");
        long number = database.number("SELECT last_number FROM state") + 1;
        if (kind.report()) {
            database.update("INSERT INTO report (number, time_ms, kind, body) VALUES (?, ?, ?, ?)", number, timeMs, kind.ordinal(), body);
            database.update("UPDATE state SET last_number = ?, reports = reports + 1, report_bytes = report_bytes + ?", number, body.length);
        } else {
            database.update("INSERT INTO outbox (number, time_ms, kind, body) VALUES (?, ?, ?, ?)", number, timeMs, kind.ordinal(), body);
            database.update("UPDATE state SET last_number = ?, events = events + 1, event_bytes = event_bytes + ?", number, body.length);
        }
        return new Entry(number, previous, kind, timeMs, body);
    }

    /** Whether an event or answer still waits to be acknowledged. Within the caller's transaction. */
    boolean holds(long number) throws SQLException {
        return number > acknowledged && database.number("SELECT COUNT(*) FROM outbox WHERE number = ?", number) > 0;
    }

    private void deleteAcknowledged() throws SQLException {
        if (acknowledged > 0) {
            deleteReports(acknowledged);
            deleteEvents(acknowledged);
        }
    }

    private long deleteReports(long upTo) throws SQLException {
        long bytes = database.number("SELECT SUM(LENGTH(body)) FROM report WHERE number <= ?", upTo);
        int deleted = database.update("DELETE FROM report WHERE number <= ?", upTo);
        if (deleted > 0) {
            database.update("UPDATE state SET reports = reports - ?, report_bytes = report_bytes - ?", deleted, bytes);
        }
        return deleted;
    }

    private long deleteEvents(long upTo) throws SQLException {
        long bytes = database.number("SELECT SUM(LENGTH(body)) FROM outbox WHERE number <= ?", upTo);
        int deleted = database.update("DELETE FROM outbox WHERE number <= ?", upTo);
        if (deleted > 0) {
            database.update("UPDATE state SET events = events - ?, event_bytes = event_bytes - ?", deleted, bytes);
        }
        return deleted;
    }

    /** The oldest, until there is room for so many bytes more, and those that are too old; a few are looked at per call. */
    private void dropReports(int bytes) throws SQLException {
        long over = database.number("SELECT report_bytes + event_bytes FROM state") + bytes - limits.maxOutboxBytes();
        long oldMs = clock.millis() - limits.maxOutboxAgeMs();
        long upTo;
        do {
            upTo = 0;
            try (ResultSet row = database.query("SELECT number, time_ms, LENGTH(body) FROM report ORDER BY number LIMIT " + LOOK_AHEAD)) {
                while (row.next() && (over > 0 || row.getLong(2) < oldMs)) {
                    if (over > 0 || row.getLong(2) >= LEAST_CREDIBLE_MS) {
                        upTo = row.getLong(1);
                        over -= row.getLong(3);
                    }
                }
            }
            if (upTo > 0) {
                database.update("UPDATE state SET dropped_reports = dropped_reports + ?", deleteReports(upTo));
            }
        } while (upTo > 0 && over > 0);
    }

    private void dropEvents() throws SQLException {
        long over = database.number("SELECT events FROM state") + 1 - limits.maxOutbox();
        if (over > 0) {
            long upTo = database.number("SELECT number FROM outbox ORDER BY number LIMIT 1 OFFSET ?", over - 1);
            database.update("UPDATE state SET dropped_events = dropped_events + ?", deleteEvents(upTo));
        }
    }

    /**
     * Entries that follow a number, those that were acknowledged aside.
     *
     * @param limit most of them, 0 and more
     * @return in order
     */
    public List<Entry> after(long number, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit = " + limit + ", allowed: 0 and more");
        }
        return database.read("outbox could not be read", () -> {
            long from = Math.max(number, acknowledged);
            long previous = Math.max(before("report", from), before("outbox", from));
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = database.query("SELECT number, kind, time_ms, body FROM report WHERE number > ?1 UNION ALL"
                    + " SELECT number, kind, time_ms, body FROM outbox WHERE number > ?1 ORDER BY number LIMIT ?2", from, limit)) {
                while (row.next()) {
                    byte[] body = row.getBytes(4);
                    entries.add(new Entry(row.getLong(1), previous, Entry.Kind.of(row.getInt(2)), row.getLong(3),
                            body == null ? new byte[0] : body));
                    previous = row.getLong(1);
                }
            }
            return entries;
        });
    }

    /** The greatest number up to this one in a table. */
    private long before(String table, long number) throws SQLException {
        return database.number("SELECT MAX(number) FROM " + table + " WHERE number <= ? AND number > ?", number, acknowledged);
    }

    /** The first ones. @param limit most of them, 0 and more */
    public List<Entry> oldest(int limit) {
        return after(0, limit);
    }

    /**
     * The host has everything up to this number. One that was never given means that the file is a copy of a store that went on
     * after it was copied: what this one numbers from now on would be taken for known, so it becomes another store.
     */
    public void acknowledge(long upTo) {
        if (upTo <= acknowledged) {
            return;
        }
        long last = database.read("outbox could not be read", () -> database.number("SELECT last_number FROM state"));
        if (upTo <= last) {
            acknowledged = upTo;
        } else {
            database.write("outbox could not be renewed", () -> database.update("UPDATE state SET store = " + Schema.RANDOM_ID));
            store = 0;
        }
    }

    /** Deletes what was acknowledged now. */
    void tidy() {
        database.write("entries could not be deleted", () -> {
            deleteAcknowledged();
            return null;
        });
    }

    public Size size() {
        return database.read("outbox could not be read", () -> {
            try (ResultSet row = database.query(
                    "SELECT reports + events, report_bytes + event_bytes, dropped_reports, dropped_events FROM state")) {
                return row.next() ? new Size(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)) : new Size(0, 0, 0, 0);
            }
        });
    }
}
