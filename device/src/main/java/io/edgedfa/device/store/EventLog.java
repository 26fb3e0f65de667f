package io.edgedfa.device.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What happened to the board, newest events only. */
public final class EventLog {
    private static final int MAX_KIND_LENGTH = 64;
    private static final int MAX_TEXT_BYTES = 2048;

    private final Database database;
    private final Outbox outbox;
    private final StoreLimits limits;
    private final Clock clock;

    EventLog(Database database, Outbox outbox, StoreLimits limits, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Adds an event to the log and to the outbox, in one transaction; what the limits leave no room for goes, oldest first.
     *
     * @param kind 1 to 64 characters, no line feed
     * @param text cut to 2 KiB of UTF-8
     * @return it as it is in the outbox; its number is greater than that of any entry before
     */
    public Entry add(String kind, String text) {
        if (kind.isEmpty() || kind.length() > MAX_KIND_LENGTH || kind.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("kind has " + kind.length() + " characters, allowed: 1 to " + MAX_KIND_LENGTH
                    + ", none of them a line feed");
        }
        String cut = cut(text);
        return database.write("event could not be added", () -> {
            long timeMs = clock.millis();
            Entry entry = outbox.put(Entry.Kind.EVENT, timeMs, (kind + '\n' + cut).getBytes(StandardCharsets.UTF_8));
            database.update("DELETE FROM event WHERE number <= (SELECT number FROM event ORDER BY number DESC LIMIT 1 OFFSET ?)",
                    limits.maxEvents() - 1);
            database.update("INSERT INTO event (number, time_ms, kind, text) VALUES (?, ?, ?, ?)", entry.number(), timeMs, kind, cut);
            return entry;
        });
    }

    /** @param limit most events, 0 and more. @return newest first */
    public List<Event> latest(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit = " + limit + ", allowed: 0 and more");
        }
        return database.read("events could not be read", () -> {
            List<Event> events = new ArrayList<>();
            try (ResultSet row = database.query("SELECT number, time_ms, kind, text FROM event ORDER BY number DESC LIMIT ?", limit)) {
                while (row.next()) {
                    events.add(event(row));
                }
            }
            return events;
        });
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(row.getLong(1), row.getLong(2), Database.text(row, 3), Database.text(row, 4));
    }

    /** Never within a character. */
    private static String cut(String text) {
        byte[] bytes = text.substring(0, Math.min(text.length(), MAX_TEXT_BYTES)).getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_TEXT_BYTES) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        int end = MAX_TEXT_BYTES;
        while ((bytes[end] & 0xc0) == 0x80) { // a continuation byte
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
