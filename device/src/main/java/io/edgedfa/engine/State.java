package io.edgedfa.engine;

import io.edgedfa.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The values that live from run to run, in native memory. A tensor that cannot be updated in place has two buffers; which of
 * them is current flips for all such tensors together, at the end of a run. An engine with memory of its own may keep the values
 * there as long as its programs use them: reading and setting go there, and other engines are refused. Not thread-safe.
 */
public final class State {
    private static final int CACHE_LINE_BYTES = 64;

    private final Map<String, FloatBuffer[]> buffers = new LinkedHashMap<>();
    private final Set<String> bound = new HashSet<>();
    private int current;
    private Residence residence;

    /** Allocates zeros for the given tensors. */
    public State(Collection<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            FloatBuffer buffer = allocate(tensor.shape().elements());
            buffers.put(tensor.name(), new FloatBuffer[] {buffer, buffer});
        }
    }

    /** A direct, cache-line aligned buffer of zeros in native byte order. */
    public static FloatBuffer allocate(int elements) {
        int bytes = Math.multiplyExact(elements, Float.BYTES);
        int lines = bytes / CACHE_LINE_BYTES + 2;
        return ByteBuffer.allocateDirect(Math.multiplyExact(lines, CACHE_LINE_BYTES))
                .alignedSlice(CACHE_LINE_BYTES)
                .limit(bytes)
                .slice()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Names of all tensors, in order of allocation. */
    public Set<String> names() {
        return buffers.keySet();
    }

    /** A copy of a tensor's current values, row-major. */
    public float[] get(String name) {
        FloatBuffer view = view(name);
        float[] values = new float[view.capacity()];
        view.get(values);
        return values;
    }

    /** A tensor's current values, row-major, to be read before the next run. */
    public FloatBuffer view(String name) {
        FloatBuffer buffer = pair(name)[current];
        if (residence != null) {
            residence.fetch(name, buffer);
        }
        return buffer.asReadOnlyBuffer().rewind();
    }

    /** Copies of the current values of some tensors, by name, in the order given. */
    public Map<String, float[]> get(Collection<String> names) {
        Map<String, float[]> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, get(name)));
        return values;
    }

    /** Overwrites current values. @throws IllegalArgumentException for an unknown name or a wrong number of values */
    public void set(Map<String, float[]> values) {
        values.forEach((name, array) -> set(name, FloatBuffer.wrap(array)));
    }

    /**
     * Overwrites a tensor's current values with what remains in a buffer, whose position stays.
     *
     * @throws IllegalArgumentException for an unknown name or a wrong number of values
     */
    public void set(String name, FloatBuffer values) {
        FloatBuffer buffer = pair(name)[current];
        if (values.remaining() != buffer.capacity()) {
            throw new IllegalArgumentException(
                    "state tensor " + name + " has " + buffer.capacity() + " values, got " + values.remaining());
        }
        buffer.put(0, values, values.position(), values.remaining());
        if (residence != null) {
            residence.put(name, buffer);
        }
    }

    /** For engines: who keeps the current values in memory of its own; null for nobody, as in the beginning. */
    public Residence residence() {
        return residence;
    }

    /** For engines: from now on the current values are there, all of them copied already; null for back in the buffers here. */
    public void moveTo(Residence place) {
        residence = place;
    }

    /** For engines: number of a tensor's values. */
    public int elements(String name) {
        return pair(name)[0].capacity();
    }

    /** For engines: the buffer of a tensor's current values, where {@link #residence} is nobody. */
    public FloatBuffer currentBuffer(String name) {
        return pair(name)[current];
    }

    /**
     * For engines: gives a tensor a second buffer, if it has only one.
     *
     * @throws IllegalStateException when a program is bound to the single buffer already
     */
    public void separate(String name) {
        FloatBuffer[] pair = pair(name);
        if (pair[0] == pair[1]) {
            if (bound.contains(name)) {
                throw new IllegalStateException("state tensor " + name + " is bound to one buffer by a program;"
                        + " compile the program that updates it first");
            }
            pair[1 - current] = allocate(pair[0].capacity());
        }
    }

    /** For engines: whether a tensor has two buffers. */
    public boolean isSeparate(String name) {
        FloatBuffer[] pair = pair(name);
        return pair[0] != pair[1];
    }

    /** For engines: the two buffers of a tensor, the same one twice where it is updated in place; fixed from now on. */
    public FloatBuffer[] bind(String name) {
        FloatBuffer[] pair = pair(name);
        if (residence != null) {
            throw new IllegalStateException("state tensor " + name + " is in another engine's memory; close that engine's programs first");
        }
        bound.add(name);
        return pair.clone();
    }

    private FloatBuffer[] pair(String name) {
        FloatBuffer[] pair = buffers.get(name);
        if (pair == null) {
            throw new IllegalArgumentException("state has no tensor " + name + "; it has " + buffers.keySet());
        }
        return pair;
    }

    /** For engines: which buffer of each pair is current, 0 or 1. */
    public int current() {
        return current;
    }

    /** For engines: makes the other buffers current, once all of them are written. */
    public void flip() {
        current = 1 - current;
    }

    /** Bytes of native memory held. */
    public long bytes() {
        return buffers.values().stream()
                .mapToLong(pair -> (long) pair[0].capacity() * Float.BYTES * (pair[0] == pair[1] ? 1 : 2))
                .sum();
    }
}
