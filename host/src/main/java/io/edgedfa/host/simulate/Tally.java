package io.edgedfa.host.simulate;

import org.HdrHistogram.Histogram;

/** What happened so far, over all boards. Only the simulation's thread writes it. */
final class Tally {
    private static final long LONGEST_MS = 3_600_000;

    /** Milliseconds from the first attempt to publish an entry to the arrival of its acknowledgement. */
    final Histogram latencyMs = new Histogram(LONGEST_MS, 3);
    long readingsSent;
    long eventsSent;
    long readingsAcknowledged;
    long eventsAcknowledged;
    long published;
    long resent;
    long births;
    long connectionsLost;
    long outages;
    long commands;
    long lastAcknowledgedNanos;
    private boolean measuring;
    private long measuredFromNanos;

    /** Times of entries published from now on count. */
    void measure(long nanos) {
        measuring = true;
        measuredFromNanos = nanos;
        lastAcknowledgedNanos = nanos;
    }

    void sent(Entry entry) {
        readingsSent += entry.values.length;
        eventsSent += entry.kind == Entry.Kind.EVENT ? 1 : 0;
    }

    void acknowledged(Entry entry, long nanos) {
        readingsAcknowledged += entry.values.length;
        eventsAcknowledged += entry.kind == Entry.Kind.EVENT ? 1 : 0;
        lastAcknowledgedNanos = nanos;
        if (measuring && entry.publishedNanos != 0 && entry.publishedNanos - measuredFromNanos >= 0) {
            latencyMs.recordValue(Math.min(LONGEST_MS, (nanos - entry.publishedNanos) / 1_000_000));
        }
    }
}
