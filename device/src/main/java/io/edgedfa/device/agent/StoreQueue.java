package io.edgedfa.device.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What waits to be written to the store, within bounds. Not thread-safe: its owner has a lock. */
final class StoreQueue {
    static final int MAX_EVENTS = 1_000;
    static final int MAX_REPORTS = 64;

    private final Deque<WaitingEvent> events = new ArrayDeque<>();
    private final Deque<Report> reports = new ArrayDeque<>();
    private Snapshot snapshot;
    private long lostEvents;

    /** An event that has no number yet. */
    record WaitingEvent(String kind, String text) {}

    /** The oldest event goes if there is no room. */
    void add(WaitingEvent event) {
        if (events.size() == MAX_EVENTS) {
            events.removeFirst();
            lostEvents++;
        }
        events.addLast(event);
    }

    /** Returns false if there is no room. */
    boolean add(Report report) {
        return reports.size() < MAX_REPORTS && reports.add(report);
    }

    /** Takes the place of none. */
    void add(Snapshot taken) {
        snapshot = taken;
    }

    /** The next event; it stays until {@link #written}. */
    WaitingEvent event() {
        return events.peekFirst();
    }

    /** The next report, for good. */
    Report takeReport() {
        return reports.pollFirst();
    }

    /** All reports, for good. */
    List<Report> takeReports() {
        List<Report> all = new ArrayList<>(reports);
        reports.clear();
        return all;
    }

    /** The snapshot; it stays until {@link #takeSnapshot}. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Returns whether there was one. */
    boolean takeSnapshot() {
        boolean there = snapshot != null;
        snapshot = null;
        return there;
    }

    /** Such an event is on disk. */
    void written(WaitingEvent event) {
        if (events.peekFirst() == event) { // it may have been dropped meanwhile
            events.removeFirst();
        }
    }

    boolean empty() {
        return snapshot == null && events.isEmpty() && reports.isEmpty();
    }

    /** Events that were dropped. */
    long lostEvents() {
        return lostEvents;
    }
}
