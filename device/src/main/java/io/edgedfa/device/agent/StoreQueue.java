package io.edgedfa.device.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be written to the store, within bounds, and who waits for it: one thread writes, any other hands over and may
 * await the end. While the store is away events wait, and nothing else does. Thread-safe.
 */
final class StoreQueue {
    static final int MAX_EVENTS = 1_000;
    static final int MAX_REPORTS = 64;

    private final Deque<WaitingEvent> events = new ArrayDeque<>();
    private final Deque<Report> reports = new ArrayDeque<>();
    private Snapshot snapshot;
    private Boolean saved;
    private long lostEvents;
    private boolean working;
    private boolean away;
    private boolean closing;

    /** An event that has no number yet. */
    record WaitingEvent(String kind, String text) {}

    /** What is written at a time: an event if there is one, else a report and a snapshot. What there is none of is null. */
    record Turn(WaitingEvent event, Report report, Snapshot snapshot) {}

    /** The oldest event goes if there is no room. */
    synchronized void add(WaitingEvent event) {
        if (events.size() == MAX_EVENTS) {
            events.removeFirst();
            lostEvents++;
        }
        events.addLast(event);
        notifyAll();
    }

    /** Returns false if there is no room, or the store is away. */
    synchronized boolean add(Report report) {
        boolean taken = !away && !closing && reports.size() < MAX_REPORTS && reports.add(report);
        notifyAll();
        return taken;
    }

    /** Whether there is room for a snapshot: the last one has been dealt with, and the store works. */
    synchronized boolean ready() {
        return snapshot == null && saved == null && !away;
    }

    /** Takes the place of none: call only when {@link #ready}. */
    synchronized void add(Snapshot taken) {
        snapshot = taken;
        notifyAll();
    }

    /** How the last snapshot ended, told once; empty while it waits or is written. */
    synchronized Optional<Boolean> outcome() {
        Optional<Boolean> outcome = Optional.ofNullable(saved);
        saved = null;
        return outcome;
    }

    /** Waits until nothing is left, or the store is away. @return whether nothing was left within the time */
    synchronized boolean flush(long limitMs) {
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
            while ((working || !empty()) && !away) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0) {
                    return false;
                }
                wait(leftMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !away;
    }

    private boolean empty() {
        return snapshot == null && events.isEmpty() && reports.isEmpty();
    }

    /** Waits for something to be written, or a store to be opened. @return false at the end, when nothing can be done any more */
    synchronized boolean awaitWork() throws InterruptedException {
        working = false;
        notifyAll();
        while (!closing && !away && empty()) {
            wait();
        }
        working = true;
        return !closing || !away && !empty();
    }

    /** Waits so long, less at the end. */
    synchronized void pause(long ms) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        for (long left = ms; left > 0 && !closing; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
    }

    /** What is next. An event stays until {@link #written}, a snapshot until {@link #saved}, a report is the caller's. */
    synchronized Turn next() {
        WaitingEvent event = events.peekFirst();
        return event == null ? new Turn(null, reports.pollFirst(), snapshot) : new Turn(event, null, null);
    }

    /** Such an event need not be written any more. */
    synchronized void written(WaitingEvent event) {
        if (events.peekFirst() == event) { // it may have been dropped meanwhile
            events.removeFirst();
        }
    }

    /** The snapshot has been written, or cannot be. */
    synchronized void saved(boolean well) {
        snapshot = null;
        saved = well;
        notifyAll();
    }

    /** The store cannot be used. @return the reports that waited, for good */
    synchronized List<Report> away() {
        away = true;
        if (snapshot != null) {
            saved(false);
        }
        List<Report> all = new ArrayList<>(reports);
        reports.clear();
        notifyAll();
        return all;
    }

    /** The store can be used. */
    synchronized void back() {
        away = false;
    }

    synchronized boolean isAway() {
        return away;
    }

    /** The end: what waits is still written, reports are taken no more. */
    synchronized void close() {
        closing = true;
        notifyAll();
    }

    synchronized boolean closing() {
        return closing;
    }

    synchronized int events() {
        return events.size();
    }

    /** Events that were dropped. */
    synchronized long lostEvents() {
        return lostEvents;
    }
}
