package io.edgedfa.device.agent;

import io.edgedfa.engine.State;
import io.edgedfa.stream.memory.ReplayMemory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A copy of what a board has learned, so that it can go to the store while learning goes on. Its buffers are used again and
 * again: as much native memory as the learned state, and as the largest part of the replay memory that changed between two.
 */
final class Snapshot {
    private final Map<String, FloatBuffer> tensors = new LinkedHashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<Integer, ByteBuffer> memory = new HashMap<>();
    private boolean good;
    private BitSet slots = new BitSet();
    private ByteBuffer copies = ByteBuffer.allocateDirect(0);

    /** Room for the state of a learner. */
    Snapshot(Learner learner) {
        learner.stateSizes().forEach((name, size) -> tensors.put(name, State.allocate(size)));
    }

    /**
     * Copies the learner's state, and of the memory what changed since it was last copied.
     *
     * @param replay null for none
     * @param asGood whether the board may go back to it
     */
    void take(Learner learner, ReplayMemory replay, boolean asGood) {
        good = asGood;
        tensors.forEach((name, copy) -> copy.put(0, learner.state(name), 0, copy.capacity()));
        facts.clear();
        memory.clear();
        if (replay != null) {
            slots = replay.takeChanged();
            copy(replay);
            facts.put("replay", replay.state());
        }
    }

    private void copy(ReplayMemory replay) {
        int bytes = replay.slotBytes();
        int needed = Math.multiplyExact(slots.cardinality(), bytes);
        if (copies.capacity() < needed) {
            copies = ByteBuffer.allocateDirect(needed);
        }
        int at = 0;
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            memory.put(slot, copies.slice(at, bytes).put(0, replay.bytes(slot), 0, bytes));
            at += bytes;
        }
    }

    /** This copy was lost: the next one must hold what it held. */
    void lost(ReplayMemory replay) {
        if (replay != null) {
            BitSet inUse = slots.get(0, replay.size()); // it may have been emptied meanwhile
            replay.markChanged(inUse);
        }
    }

    boolean good() {
        return good;
    }

    Map<String, FloatBuffer> tensors() {
        return tensors;
    }

    Map<String, String> facts() {
        return facts;
    }

    Map<Integer, ByteBuffer> memory() {
        return memory;
    }
}
