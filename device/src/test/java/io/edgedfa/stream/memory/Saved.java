package io.edgedfa.stream.memory;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Where a test saves a memory to: slots by number, and the state. */
final class Saved {

    final Map<Integer, byte[]> slots = new TreeMap<>();
    String state;

    static Saved of(ReplayMemory memory) {
        Saved saved = new Saved();
        for (int slot = 0; slot < memory.size(); slot++) {
            saved.save(memory, slot);
        }
        saved.state = memory.state();
        return saved;
    }

    void saveChanges(ReplayMemory memory) {
        memory.takeChanged().stream().forEach(slot -> save(memory, slot));
        state = memory.state();
    }

    private void save(ReplayMemory memory, int slot) {
        byte[] bytes = new byte[memory.slotBytes()];
        memory.bytes(slot).get(bytes);
        slots.put(slot, bytes);
    }

    void restore(ReplayMemory memory) {
        memory.restore(state);
        slots.forEach((slot, bytes) -> memory.restoreSlot(slot, ByteBuffer.wrap(bytes)));
        memory.endRestore();
    }
}
