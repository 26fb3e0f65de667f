package io.edgedfa.stream.memory;

import io.edgedfa.stream.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * A bounded choice of the labelled samples seen so far: as balanced between classes as the stream allows, and of a class,
 * every sample seen is equally likely to be among the kept ones.
 *
 * <p>Source: Chrysakis, Moens 2020, "Online continual learning from imbalanced data", ICML, PMLR 119 (class-balancing
 * reservoir sampling). While there is room, everything is stored. From then on, a class is full once it has been the
 * largest. A sample of a class that is not full takes the place of a random one of the largest class; one of a full class
 * of which {@code m} are kept and {@code n} were seen, this one included, takes with probability {@code m / n} the place of
 * a random one of its own class. So a class that is not full is kept whole, and a full class is at most one sample smaller
 * than the largest.
 *
 * <p>All memory is taken at construction: one direct buffer of at most {@code maxBytes}, a bit per slot, a few numbers per
 * class. A random sample of a class is found by drawing slots until one fits, so that slots and generator alone decide:
 * in the mean at most about as many draws as there are classes. Not thread-safe.
 *
 * <p>To save: {@link #takeChanged()}, copy the {@link #bytes} of those slots and the {@link #state()}; if they could not be
 * written, {@link #markChanged}. To restore: {@link #restore}, then {@link #restoreSlot} for every slot in ascending order,
 * then {@link #endRestore}. A restored memory picks and replaces exactly as the saved one would have.
 */
public final class ReplayMemory {

    private final int features;
    private final int classes;
    private final long seed;
    private final SlotStore store;
    private final int[] kept;
    private final long[] seen;
    private final BitSet full;
    private SplitMix64 random;
    private int size;
    private long seenInAll;

    /** What is being restored; null if nothing is. */
    private ReplayCounters awaited;

    /**
     * @param features values of one sample, 1 to 2^24
     * @param classes  labels are {@code 0 .. classes - 1}; 1 to 65,536
     * @param maxBytes bytes for samples, {@code 4 + 4 * features} each: room for one sample per class at least, below 2^31
     */
    public ReplayMemory(int features, int classes, long maxBytes, long seed) {
        this.store = new SlotStore(features, classes, maxBytes);
        this.features = features;
        this.classes = classes;
        this.seed = seed;
        this.kept = new int[classes];
        this.seen = new long[classes];
        this.full = new BitSet(classes);
        this.random = new SplitMix64(seed);
    }

    /** Samples there is room for. */
    public int capacity() {
        return store.capacity();
    }

    /** Samples kept; they are in slots {@code 0 .. size() - 1}. */
    public int size() {
        return size;
    }

    /** Samples added so far. */
    public long seen() {
        return seenInAll;
    }

    /** Samples kept of one class. */
    public int kept(int label) {
        return kept[Objects.checkIndex(label, classes)];
    }

    /**
     * Considers one sample.
     *
     * @param sample {@code [features]}, copied
     * @throws IllegalArgumentException if length, label or a value is out of range; the memory is then as before
     */
    public void add(float[] sample, int label) {
        requireNoRestore();
        store.check(sample, label);
        seen[label]++;
        seenInAll++;
        if (size < store.capacity()) {
            kept[label]++;
            store.write(size++, sample, label);
            if (size == store.capacity()) {
                markLargest();
            }
        } else if (full.get(label)) {
            if (random.between(0, 1) * seen[label] < kept[label]) {
                store.write(slotOf(label), sample, label);
            }
        } else {
            int largest = largestClass();
            store.write(slotOf(largest), sample, label);
            kept[largest]--;
            kept[label]++;
            markLargest();
        }
    }

    private int largestSize() {
        int most = 0;
        for (int count : kept) {
            most = Math.max(most, count);
        }
        return most;
    }

    private void markLargest() {
        int most = largestSize();
        for (int i = 0; i < classes; i++) {
            if (kept[i] == most) {
                full.set(i);
            }
        }
    }

    /** One of the largest classes, each equally likely. */
    private int largestClass() {
        int most = largestSize();
        int found = -1;
        int ties = 0;
        for (int i = 0; i < classes; i++) {
            if (kept[i] == most && random.below(++ties) == 0) {
                found = i;
            }
        }
        return found;
    }

    /** A random slot of a class that has one. */
    private int slotOf(int label) {
        int slot = random.below(size);
        while (store.label(slot) != label) {
            slot = random.below(size);
        }
        return slot;
    }

    /** A slot, every kept sample equally likely. @throws IllegalStateException if there is none */
    public int pick() {
        requireNoRestore();
        if (size == 0) {
            throw new IllegalStateException("nothing is kept yet");
        }
        return random.below(size);
    }

    /** The label in a slot. */
    public int label(int slot) {
        return store.label(Objects.checkIndex(slot, size));
    }

    /** Copies a slot's features. @param at index of the first value written, whatever the target's position */
    public void copy(int slot, FloatBuffer target, int at) {
        store.copy(Objects.checkIndex(slot, size), target, at);
    }

    /** Bytes of every slot: {@code 4 + 4 * features}. */
    public int slotBytes() {
        return store.slotBytes();
    }

    /** A read-only view of a slot: int32 label, float32 features, in native order; what is written later shows. */
    public ByteBuffer bytes(int slot) {
        return store.bytes(Objects.checkIndex(slot, size));
    }

    /** The slots written since the last call, marked by {@link #markChanged} or not; they count as saved from now on. */
    public BitSet takeChanged() {
        return store.takeChanged();
    }

    /** Has slots count as not saved, because saving them failed. @throws IndexOutOfBoundsException if one is not in use */
    public void markChanged(BitSet slots) {
        Objects.checkFromToIndex(0, slots.length(), size);
        store.markChanged(slots);
    }

    /** Has every slot count as not saved. */
    public void markAllChanged() {
        BitSet all = new BitSet();
        all.set(0, size);
        store.markChanged(all);
    }

    /** Everything but the slots, one line of text; of use only with the slots as they are now. */
    public String state() {
        requireNoRestore();
        return new ReplayCounters(features, classes, store.capacity(), size, random.state(), seen, full).text();
    }

    /**
     * Forgets everything and begins to restore.
     *
     * @param state {@link #state()} of a memory of the same features, classes and capacity
     * @return slots that {@link #restoreSlot} must bring now
     * @throws IllegalArgumentException naming what does not fit; the memory is then empty
     */
    public int restore(String state) {
        clear();
        awaited = ReplayCounters.parse(state, features, classes, store.capacity());
        return awaited.size();
    }

    /**
     * Takes the next slot in; it counts as saved.
     *
     * @param slot   0, then 1, and so on
     * @param source position to limit are the slot's bytes; left as it was
     * @throws IllegalArgumentException naming what does not fit; the memory is then empty, and not restoring any more
     */
    public void restoreSlot(int slot, ByteBuffer source) {
        requireRestore();
        try {
            if (slot != size || slot >= awaited.size()) {
                throw new IllegalArgumentException("slot = %d, allowed: 0 to %d in order, %d so far"
                        .formatted(slot, awaited.size() - 1, size));
            }
            store.restore(slot, source);
            kept[store.label(slot)]++;
            size++;
        } catch (IllegalArgumentException e) {
            clear();
            throw e;
        }
    }

    /** Goes on as the saved memory. @throws IllegalArgumentException naming what does not fit; the memory is then empty */
    public void endRestore() {
        requireRestore();
        try {
            if (size != awaited.size()) {
                throw new IllegalArgumentException("slots = %d, allowed: %d".formatted(size, awaited.size()));
            }
            awaited.checkKept(kept);
        } catch (IllegalArgumentException e) {
            clear();
            throw e;
        }
        System.arraycopy(awaited.seen(), 0, seen, 0, classes);
        for (long count : seen) {
            seenInAll += count;
        }
        full.or(awaited.full());
        random = SplitMix64.resume(awaited.random());
        awaited = null;
    }

    private void requireNoRestore() {
        if (awaited != null) {
            throw new IllegalStateException("a restore has begun and not ended");
        }
    }

    private void requireRestore() {
        if (awaited == null) {
            throw new IllegalStateException("no restore has begun");
        }
    }

    /** Forgets everything, also what {@link #takeChanged} had to tell. */
    public void clear() {
        awaited = null;
        Arrays.fill(kept, 0);
        Arrays.fill(seen, 0);
        full.clear();
        store.clear();
        random = new SplitMix64(seed);
        size = 0;
        seenInAll = 0;
    }
}
