package io.edgedfa.device.agent;

import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Event;
import java.util.function.Consumer;

/** Hears of events that are on disk, and of reports that are not. */
record Listening(Consumer<Event> events, Consumer<Report> reports) implements StoreListener {
    @Override
    public void committed(long store, Entry entry) {
        if (entry.kind() == Entry.Kind.EVENT) {
            events.accept(entry.event());
        }
    }

    @Override
    public void unkept(Report report) {
        reports.accept(report);
    }
}
