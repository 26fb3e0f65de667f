package io.edgedfa.stream.memory;

import io.edgedfa.stream.Sample;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Samples that wait for their label, with what was predicted for them. A sample leaves when its label comes, when it has
 * waited too long, or, the oldest first, when there is no more room. Values live in arrays that are made when they are first
 * needed, and used again; ids are at most {@link Sample#MAX_ID} characters. Time is handed in. Not thread-safe.
 */
public final class LabelWindow {

    private static final long MAX_FLOATS = 1L << 28;

    private final int features;
    private final int classes;
    private final long timeoutNanos;
    private final int capacity;
    private final ArrayDeque<Slot> free = new ArrayDeque<>();
    /** Oldest first. */
    private final Map<String, Slot> waiting = new LinkedHashMap<>();
    private long expired;
    private long unmatched;

    private static final class Slot {
        private final float[] features;
        private final float[] scores;
        private long putNanos;

        private Slot(int features, int classes) {
            this.features = new float[features];
            this.scores = new float[classes];
        }
    }

    /**
     * @param features     values of one sample, 1 or more
     * @param classes      scores of one sample, 1 or more
     * @param capacity     samples that can wait, 1 or more; with their values and scores below 2^28 numbers
     * @param timeoutNanos how long one waits at most, 1 or more
     */
    public LabelWindow(int features, int classes, int capacity, long timeoutNanos) {
        if (features < 1 || classes < 1) {
            throw new IllegalArgumentException("features = %d, classes = %d, allowed: 1 or more".formatted(features, classes));
        }
        long most = MAX_FLOATS / ((long) features + classes);
        if (capacity < 1 || capacity > most) {
            throw new IllegalArgumentException("capacity = %d, allowed: 1 to %d for %d features and %d classes"
                    .formatted(capacity, most, features, classes));
        }
        if (timeoutNanos < 1) {
            throw new IllegalArgumentException("timeoutNanos = %d, allowed: 1 or more".formatted(timeoutNanos));
        }
        this.features = features;
        this.classes = classes;
        this.timeoutNanos = timeoutNanos;
        this.capacity = capacity;
    }

    /**
     * Keeps a sample. One of the same id that still waits is replaced; that counts as nothing.
     *
     * @param id       1 to {@link Sample#MAX_ID} characters
     * @param values   {@code [features]}, copied
     * @param scores   {@code [classes]}: from index 0, whatever the position, to the limit; copied
     * @param nowNanos a monotonic clock's time, as in all calls
     * @throws IllegalArgumentException if id or a length is out of range; nothing is kept then
     */
    public void put(String id, float[] values, FloatBuffer scores, long nowNanos) {
        if (id.isEmpty() || id.length() > Sample.MAX_ID) {
            throw new IllegalArgumentException("id = %d characters, allowed: 1 to %d".formatted(id.length(), Sample.MAX_ID));
        }
        checkLength("features", values.length, features);
        checkLength("scores", scores.limit(), classes);
        expire(nowNanos);
        Slot slot = waiting.remove(id);
        if (slot == null) {
            slot = !free.isEmpty() ? free.pop() : waiting.size() < capacity ? new Slot(features, classes) : removeOldest();
        }
        System.arraycopy(values, 0, slot.features, 0, features);
        scores.get(0, slot.scores);
        slot.putNanos = nowNanos;
        waiting.put(id, slot);
    }

    /**
     * Gives a sample out, because its label has come; it waits no longer.
     *
     * @param values receives {@code [features]}
     * @param scores receives {@code [classes]}
     * @return false if no sample of this id waits (any more); the arrays are then as before
     * @throws IllegalArgumentException if a length is wrong; nothing is given out then
     */
    public boolean take(String id, float[] values, float[] scores, long nowNanos) {
        checkLength("features", values.length, features);
        checkLength("scores", scores.length, classes);
        expire(nowNanos);
        Slot slot = waiting.remove(id);
        if (slot == null) {
            unmatched++;
            return false;
        }
        System.arraycopy(slot.features, 0, values, 0, features);
        System.arraycopy(slot.scores, 0, scores, 0, classes);
        free.push(slot);
        return true;
    }

    private static void checkLength(String name, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException("%s = %d values, allowed: %d".formatted(name, length, expected));
        }
    }

    /** Drops what has waited longer than the timeout at this time. */
    public void expire(long nowNanos) {
        while (!waiting.isEmpty() && nowNanos - waiting.values().iterator().next().putNanos > timeoutNanos) {
            free.push(removeOldest());
        }
    }

    private Slot removeOldest() {
        var oldest = waiting.values().iterator();
        Slot slot = oldest.next();
        oldest.remove();
        expired++;
        return slot;
    }

    /** Samples that left without a label, because of their age or for want of room. */
    public long expired() {
        return expired;
    }

    /** Labels whose sample did not wait (any more). */
    public long unmatched() {
        return unmatched;
    }

    /** Samples that wait, as of the last call with a time. */
    public int waiting() {
        return waiting.size();
    }
}
