package io.edgedfa.host.simulate;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A board's entries that no host has acknowledged, by number. Bounded: the oldest report goes when there is no room. */
final class Outbox {
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final int capacity;
    private long last;
    private long bytes;
    private long droppedReports;
    private long droppedEvents;

    /** @param capacity most entries, at least 1 */
    Outbox(int capacity) {
        this.capacity = capacity;
    }

    /** Takes an entry in under the next number. */
    Entry add(long timeMs, Entry.Kind kind, double[] values, String... texts) {
        if (entries.size() >= capacity) {
            dropOne();
        }
        Entry entry = new Entry(++last, timeMs, kind, values, texts);
        entries.put(entry.number, entry);
        bytes += entry.bytes();
        return entry;
    }

    private void dropOne() {
        Entry oldest = entries.values().stream().filter(entry -> entry.kind.isReport()).findFirst()
                .orElseGet(() -> entries.firstEntry().getValue());
        entries.remove(oldest.number);
        bytes -= oldest.bytes();
        if (oldest.kind.isReport()) {
            droppedReports++;
        } else {
            droppedEvents++;
        }
    }

    /** Everything up to this number is stored: tells what that was, oldest first, and forgets it. */
    void acknowledge(long upTo, Consumer<Entry> stored) {
        while (!entries.isEmpty() && entries.firstKey() <= upTo) {
            Entry entry = entries.pollFirstEntry().getValue();
            bytes -= entry.bytes();
            stored.accept(entry);
        }
    }

    /** The greatest number below this that is still here; 0 for none. */
    long previous(long number) {
        Long previous = entries.lowerKey(number);
        return previous == null ? 0 : previous;
    }

    /** The first entry with this number or a greater one; null for none. */
    Entry from(long number) {
        Map.Entry<Long, Entry> found = entries.ceilingEntry(number);
        return found == null ? null : found.getValue();
    }

    Iterable<Entry> all() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return bytes;
    }

    /** The greatest number given so far; 0 before the first. */
    long last() {
        return last;
    }

    long droppedReports() {
        return droppedReports;
    }

    long droppedEvents() {
        return droppedEvents;
    }
}
