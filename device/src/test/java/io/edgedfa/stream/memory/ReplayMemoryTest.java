package io.edgedfa.stream.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Storing, picking, and telling what changed; which samples stay is in {@link BalanceTest}. */
class ReplayMemoryTest {

    private static final int SLOT_BYTES = 12; // of two features

    @Test
    void shouldStoreEverythingInOrderWhileThereIsRoom() {
        ReplayMemory memory = new ReplayMemory(2, 3, 4 * SLOT_BYTES, 1);
        int[] labels = {2, 0, 0, 2};
        for (int i = 0; i < labels.length; i++) {
            memory.add(new float[] {i, -i}, labels[i]);
        }
        FloatBuffer copied = FloatBuffer.allocate(9);
        for (int slot = 0; slot < labels.length; slot++) {
            assertEquals(labels[slot], memory.label(slot));
            memory.copy(slot, copied, 1 + 2 * slot);
        }
        assertArrayEquals(new float[] {0, 0, 0, 1, -1, 2, -2, 3, -3}, copied.array());
        assertEquals(2, memory.kept(0));
        assertEquals(0, memory.kept(1));
    }

    @Property(tries = 200)
    void shouldNeverExceedItsBytes(@ForAll @IntRange(min = 1, max = 40) int features,
            @ForAll @IntRange(min = 1, max = 5) int classes, @ForAll @LongRange(min = 1, max = 4_000) long spare) {
        long maxBytes = 4L * (1 + features) * classes + spare;
        ReplayMemory memory = new ReplayMemory(features, classes, maxBytes, 1);
        assertTrue((long) memory.capacity() * memory.slotBytes() <= maxBytes);
        assertTrue((memory.capacity() + 1L) * memory.slotBytes() > maxBytes);
        for (int i = 0; i < memory.capacity() + 50; i++) {
            memory.add(new float[features], i % classes);
            assertEquals(Math.min(i + 1, memory.capacity()), memory.size());
        }
        assertEquals(memory.capacity() + 50, memory.seen());
    }

    @Test
    void shouldPickEverySlotEquallyOften() {
        ReplayMemory memory = new ReplayMemory(2, 2, 10 * SLOT_BYTES, 2);
        for (int i = 0; i < 8; i++) {
            memory.add(new float[2], 0);
        }
        int[] picked = new int[8];
        for (int i = 0; i < 8_000; i++) {
            picked[memory.pick()]++;
        }
        // 1,000 expected, standard deviation 30
        assertTrue(Arrays.stream(picked).allMatch(count -> Math.abs(count - 1_000) < 5 * 30), Arrays.toString(picked));
    }

    @Test
    void shouldHandOutTheBytesOfASlotForReadingOnly() {
        ReplayMemory memory = new ReplayMemory(2, 8, 8 * SLOT_BYTES, 1);
        memory.add(new float[] {0, 0}, 0);
        memory.add(new float[] {0.5f, -3}, 7);
        var bytes = memory.bytes(1);
        assertEquals(SLOT_BYTES, bytes.remaining());
        assertEquals(ByteOrder.nativeOrder(), bytes.order());
        assertEquals(7, bytes.getInt(0));
        assertEquals(0.5f, bytes.getFloat(4));
        assertEquals(-3, bytes.getFloat(8));
        assertThrows(ReadOnlyBufferException.class, () -> bytes.putInt(0, 1));
    }

    @Test
    void shouldNameChangedSlotsOnceUnlessTheyAreMarkedAgain() {
        ReplayMemory memory = new ReplayMemory(2, 2, 10 * SLOT_BYTES, 1);
        memory.add(new float[2], 0);
        memory.add(new float[2], 1);
        BitSet first = memory.takeChanged();
        assertEquals("{0, 1}", first.toString());
        assertEquals("{}", memory.takeChanged().toString());
        memory.add(new float[2], 1);
        memory.markChanged(first);
        assertEquals("{0, 1, 2}", memory.takeChanged().toString());
    }

    @Test
    void shouldNotMarkASlotThatIsNotInUse() {
        ReplayMemory memory = new ReplayMemory(2, 2, 10 * SLOT_BYTES, 1);
        memory.add(new float[2], 0);
        BitSet slots = new BitSet();
        slots.set(1);
        assertThrows(IndexOutOfBoundsException.class, () -> memory.markChanged(slots));
        assertEquals("{0}", memory.takeChanged().toString());
    }

    @Test
    void shouldBeAsBeforeWhenASampleIsRefused() {
        ReplayMemory memory = new ReplayMemory(2, 2, 2 * SLOT_BYTES, 1);
        memory.add(new float[2], 0);
        memory.takeChanged();
        String before = memory.state();
        assertEquals("features = 3 values, allowed: 2", refusal(memory, 0, 1, 2, 3));
        assertEquals("label = 2, allowed: 0 to 1", refusal(memory, 2, 1, 2));
        assertEquals("label = -1, allowed: 0 to 1", refusal(memory, -1, 1, 2));
        assertEquals("features[1] = NaN, allowed: finite values", refusal(memory, 0, 1, Float.NaN));
        assertEquals("features[0] = -Infinity, allowed: finite values", refusal(memory, 0, Float.NEGATIVE_INFINITY, 1));
        assertEquals(before, memory.state());
        assertEquals(1, memory.kept(0));
        assertTrue(memory.takeChanged().isEmpty());
    }

    private static String refusal(ReplayMemory memory, int label, float... features) {
        return assertThrows(IllegalArgumentException.class, () -> memory.add(features, label)).getMessage();
    }

    @Test
    void shouldRefuseSlotsThatAreNotInUse() {
        ReplayMemory memory = new ReplayMemory(2, 2, 2 * SLOT_BYTES, 1);
        assertThrows(IllegalStateException.class, memory::pick);
        memory.add(new float[2], 0);
        assertThrows(IndexOutOfBoundsException.class, () -> memory.label(1));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.bytes(1));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.copy(-1, FloatBuffer.allocate(2), 0));
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertEquals("features = 0, allowed: 1 to 16777216", refusal(0, 1, 100));
        assertEquals("classes = 65537, allowed: 1 to 65536", refusal(1, 65_537, 1_000_000));
        String allowed = ", allowed: 24 (one sample of 12 bytes for each of 2 classes) to 2147483647";
        assertEquals("maxBytes = 23" + allowed, refusal(2, 2, 23));
        assertEquals("maxBytes = -1" + allowed, refusal(2, 2, -1));
        assertEquals("maxBytes = 2147483648" + allowed, refusal(2, 2, 1L << 31));
    }

    private static String refusal(int features, int classes, long maxBytes) {
        return assertThrows(IllegalArgumentException.class, () -> new ReplayMemory(features, classes, maxBytes, 1)).getMessage();
    }
}
