package io.edgedfa.stream.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.BitSet;

/**
 * Equal slots in one direct buffer, each an int32 label and the float32 features, in the machine's byte order; and which of
 * them were written. Knows nothing of classes but their number.
 */
final class SlotStore {

    private static final int MAX_FEATURES = 1 << 24;
    private static final int MAX_CLASSES = 1 << 16;
    /** However small the samples: more than these are not worth looking after. */
    private static final int MAX_SLOTS = 1 << 20;

    private final int features;
    private final int classes;
    private final int slotBytes;
    private final int capacity;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;
    private final BitSet changed;

    /** @throws IllegalArgumentException if {@code maxBytes} hold fewer slots than classes, or are more than one buffer's */
    SlotStore(int features, int classes, long maxBytes) {
        if (features < 1 || features > MAX_FEATURES) {
            throw new IllegalArgumentException("features = %d, allowed: 1 to %d".formatted(features, MAX_FEATURES));
        }
        if (classes < 1 || classes > MAX_CLASSES) {
            throw new IllegalArgumentException("classes = %d, allowed: 1 to %d".formatted(classes, MAX_CLASSES));
        }
        long slot = Float.BYTES * (1L + features);
        if (maxBytes > Integer.MAX_VALUE || maxBytes / slot < classes) {
            throw new IllegalArgumentException(
                    "maxBytes = %d, allowed: %d (one sample of %d bytes for each of %d classes) to %d"
                            .formatted(maxBytes, slot * classes, slot, classes, Integer.MAX_VALUE));
        }
        this.features = features;
        this.classes = classes;
        this.slotBytes = (int) slot;
        this.capacity = (int) Math.min(maxBytes / slot, MAX_SLOTS);
        this.bytes = ByteBuffer.allocateDirect(capacity * slotBytes).order(ByteOrder.nativeOrder());
        this.floats = bytes.asFloatBuffer();
        this.changed = new BitSet(capacity);
    }

    int capacity() {
        return capacity;
    }

    int slotBytes() {
        return slotBytes;
    }

    /** Refuses a sample that must not be stored. */
    void check(float[] sample, int label) {
        if (sample.length != features) {
            throw new IllegalArgumentException("features = %d values, allowed: %d".formatted(sample.length, features));
        }
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("label = %d, allowed: 0 to %d".formatted(label, classes - 1));
        }
        for (int i = 0; i < features; i++) {
            if (!Float.isFinite(sample[i])) {
                throw new IllegalArgumentException("features[%d] = %s, allowed: finite values".formatted(i, sample[i]));
            }
        }
    }

    void write(int slot, float[] sample, int label) {
        bytes.putInt(slot * slotBytes, label);
        floats.put(slot * (features + 1) + 1, sample, 0, features);
        changed.set(slot);
    }

    /** Takes a slot's bytes in, from the source's position on, and checks them; the slot counts as saved. */
    void restore(int slot, ByteBuffer source) {
        if (source.remaining() != slotBytes) {
            throw new IllegalArgumentException("slot %d = %d bytes, allowed: %d".formatted(slot, source.remaining(), slotBytes));
        }
        bytes.put(slot * slotBytes, source, source.position(), slotBytes);
        int label = label(slot);
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("slot %d: label = %d, allowed: 0 to %d".formatted(slot, label, classes - 1));
        }
        for (int i = 0; i < features; i++) {
            float value = floats.get(slot * (features + 1) + 1 + i);
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "slot %d: features[%d] = %s, allowed: finite values".formatted(slot, i, value));
            }
        }
    }

    int label(int slot) {
        return bytes.getInt(slot * slotBytes);
    }

    void copy(int slot, FloatBuffer target, int at) {
        target.put(at, floats, slot * (features + 1) + 1, features);
    }

    ByteBuffer bytes(int slot) {
        return bytes.slice(slot * slotBytes, slotBytes).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }

    BitSet takeChanged() {
        BitSet taken = (BitSet) changed.clone();
        changed.clear();
        return taken;
    }

    void markChanged(BitSet slots) {
        changed.or(slots);
    }

    void clear() {
        changed.clear();
    }
}
