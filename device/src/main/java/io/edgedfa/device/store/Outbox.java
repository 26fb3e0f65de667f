package io.edgedfa.device.store;

import java.util.List;

/** Events that the host has not acknowledged yet, in order. */
public final class Outbox {
    private final Database database;

    Outbox(Database database) {
        this.database = database;
    }

    /** @param limit most events, 0 and more. @return oldest first */
    public List<Event> oldest(int limit) {
        return EventLog.events(database, "SELECT number, time_ms, kind, text FROM outbox ORDER BY number LIMIT ?", limit);
    }

    /** Forgets the events up to this number, durably. */
    public void acknowledge(long upTo) {
        database.write("events could not be acknowledged",
                () -> database.update("DELETE FROM outbox WHERE number <= ?", upTo));
    }

    /** Events that left the outbox unacknowledged because it was full, since the store was made. */
    public long dropped() {
        return database.read("outbox could not be read", () -> database.number("SELECT dropped FROM state"));
    }

    /** Events in the outbox. */
    public long waiting() {
        return database.read("outbox could not be read", () -> database.number("SELECT COUNT(*) FROM outbox"));
    }
}
