package io.edgedfa.stream.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Saving a {@link ReplayMemory} and going on from what was saved. */
class RestoreTest {

    private static final int CLASSES = 3;
    private static final long MAX_BYTES = 20 * 12;

    private static ReplayMemory empty(long seed) {
        return new ReplayMemory(2, CLASSES, MAX_BYTES, seed);
    }

    private static void add(ReplayMemory memory, SplittableRandom random, int count) {
        for (int i = 0; i < count; i++) {
            memory.add(new float[] {(float) random.nextDouble(), i}, Math.min(2, random.nextInt(9)));
        }
    }

    @Property(tries = 300)
    void shouldGoOnAsIfNeverInterrupted(@ForAll long seed, @ForAll @IntRange(max = 200) int before) {
        ReplayMemory memory = empty(seed);
        SplittableRandom stream = new SplittableRandom(seed);
        add(memory, stream, before);
        ReplayMemory restored = empty(~seed);
        add(restored, new SplittableRandom(5), 30);
        Saved.of(memory).restore(restored);
        assertTrue(restored.takeChanged().isEmpty());
        SplittableRandom copy = new SplittableRandom(7);
        add(memory, new SplittableRandom(7), 50);
        add(restored, copy, 50);
        assertSame(memory, restored);
        for (int i = 0; i < 20; i++) {
            assertEquals(memory.pick(), restored.pick());
        }
    }

    private static void assertSame(ReplayMemory expected, ReplayMemory found) {
        Saved one = Saved.of(expected);
        Saved other = Saved.of(found);
        assertEquals(one.state, other.state);
        assertEquals(one.slots.keySet(), other.slots.keySet());
        one.slots.forEach((slot, bytes) -> assertArrayEquals(bytes, other.slots.get(slot), "slot " + slot));
        assertEquals(expected.seen(), found.seen());
        for (int label = 0; label < CLASSES; label++) {
            assertEquals(expected.kept(label), found.kept(label));
        }
    }

    @Property(tries = 200)
    void shouldSaveEverythingByChangesAloneThoughSomeSavesFail(@ForAll long seed) {
        ReplayMemory memory = empty(seed);
        SplittableRandom random = new SplittableRandom(seed);
        Saved saved = new Saved();
        for (int i = 0; i < 20; i++) {
            add(memory, random, random.nextInt(20));
            if (random.nextBoolean()) {
                BitSet lost = memory.takeChanged();
                add(memory, random, random.nextInt(5));
                memory.markChanged(lost);
            } else {
                saved.saveChanges(memory);
            }
        }
        saved.saveChanges(memory);
        ReplayMemory restored = empty(1);
        saved.restore(restored);
        assertSame(memory, restored);
    }

    @Test
    void shouldWriteItsStateAsOneLine() {
        ReplayMemory memory = new ReplayMemory(1, 2, 3 * 8, 0);
        memory.add(new float[1], 0);
        assertEquals("replay1 features=1 classes=2 capacity=3 size=1 random=0 seen=1,0 full=", memory.state());
        memory.add(new float[1], 0);
        memory.add(new float[1], 1);
        assertEquals("replay1 features=1 classes=2 capacity=3 size=3 random=0 seen=2,1 full=0", memory.state());
    }

    /** The memory: two slots in use of three, or with {@code replay1 .. size=3}, all three. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "replay1|replay2|state = \"replay2 features=1 classes=2 capacity=3 size=3 random=a seen..\", allowed: replay1 and "
                + "[features, classes, capacity, size, random, seen, full]",
        "features=1|features=2|features = 2, allowed: 1, as here",
        "classes=2|classes=3|classes = 3, allowed: 2, as here",
        "capacity=3|capacity=4|capacity = 4, allowed: 3, as here",
        "capacity=3|room=3|state has \"room=3\", allowed: capacity=..",
        "size=3|size=4|size = 4, allowed: 0 to 3",
        "size=3|size=-1|size = -1, allowed: 0 to 3",
        "size=3|size=2|size = 2, allowed: 3, as many as seen, up to the capacity",
        "size=3|size=x|state = \"replay1 features=1 classes=2 capacity=3 size=x random=a seen..\", allowed: whole numbers, "
                + "hexadecimal in random",
        "random=a|random=g|state = \"replay1 features=1 classes=2 capacity=3 size=3 random=g seen..\", allowed: whole numbers, "
                + "hexadecimal in random",
        "seen=5,1|seen=1,1|size = 3, allowed: 2, as many as seen, up to the capacity",
        "seen=5,1|seen=5|seen = 1 values, allowed: 2",
        "seen=5,1|seen=5,-1|seen[1] = -1, allowed: 0 or more, all together below 2^63",
        "seen=5,1|seen=5,9223372036854775807|seen[1] = 9223372036854775807, allowed: 0 or more, all together below 2^63",
        "full=0|full=2|full has 2, allowed: 0 to 1",
        "full=0|full=|full = {}, allowed: classes 0 to 1, none before all slots are in use, then some",
        "seen=5,1|seen=1,5|kept[0] = 2, which does not fit seen = 1, full, largest class 2",
        "seen=5,1|seen=5,2|kept[1] = 1, which does not fit seen = 2, not full, largest class 2",
        "full=0|full=1|kept[0] = 2, which does not fit seen = 5, not full, largest class 2",
    })
    void shouldRefuseAStateThatDoesNotFit(String part, String replaced, String message) {
        Saved saved = new Saved();
        saved.state = "replay1 features=1 classes=2 capacity=3 size=3 random=a seen=5,1 full=0";
        for (int slot = 0; slot < 3; slot++) {
            saved.slots.put(slot, slot(slot == 1 ? 1 : 0, 0.5f));
        }
        ReplayMemory memory = new ReplayMemory(1, 2, 3 * 8, 1);
        saved.restore(memory);
        saved.state = saved.state.replace(part, replaced);
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> saved.restore(memory)).getMessage());
        assertEmpty(memory, new ReplayMemory(1, 2, 3 * 8, 1));
    }

    private static byte[] slot(int label, float feature) {
        return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(label).putFloat(feature).array();
    }

    private static void assertEmpty(ReplayMemory memory, ReplayMemory fresh) {
        assertEquals(fresh.state(), memory.state());
        assertEquals(0, memory.size());
        assertEquals(0, memory.seen());
        assertEquals(0, memory.kept(0));
        assertTrue(memory.takeChanged().isEmpty());
    }

    @Test
    void shouldRefuseSlotsThatDoNotFit() {
        assertEquals("slot 1 = 7 bytes, allowed: 8", refusal(1, new byte[7]));
        assertEquals("slot 1: label = 2, allowed: 0 to 1", refusal(1, slot(2, 0)));
        assertEquals("slot 1: label = -1, allowed: 0 to 1", refusal(1, slot(-1, 0)));
        assertEquals("slot 1: features[0] = NaN, allowed: finite values", refusal(1, slot(0, Float.NaN)));
        assertEquals("slot 1: features[0] = Infinity, allowed: finite values", refusal(1, slot(0, Float.POSITIVE_INFINITY)));
        assertEquals("slot = 0, allowed: 0 to 1 in order, 1 so far", refusal(0, slot(0, 0)));
        assertEquals("slot = 2, allowed: 0 to 1 in order, 1 so far", refusal(2, slot(0, 0)));
    }

    /** Of a slot that comes after a good slot 0, two being awaited. */
    private static String refusal(int slot, byte[] bytes) {
        ReplayMemory memory = new ReplayMemory(1, 2, 3 * 8, 1);
        assertEquals(2, memory.restore("replay1 features=1 classes=2 capacity=3 size=2 random=a seen=1,1 full="));
        memory.restoreSlot(0, ByteBuffer.wrap(slot(0, 1)));
        String message = assertThrows(IllegalArgumentException.class,
                () -> memory.restoreSlot(slot, ByteBuffer.wrap(bytes))).getMessage();
        assertEmpty(memory, new ReplayMemory(1, 2, 3 * 8, 1));
        return message;
    }

    @Test
    void shouldRefuseWhenSlotsAreMissing() {
        ReplayMemory memory = new ReplayMemory(1, 2, 3 * 8, 1);
        memory.restore("replay1 features=1 classes=2 capacity=3 size=2 random=a seen=1,1 full=");
        memory.restoreSlot(0, ByteBuffer.wrap(slot(0, 1)));
        assertEquals("slots = 1, allowed: 2", assertThrows(IllegalArgumentException.class, memory::endRestore).getMessage());
        assertEmpty(memory, new ReplayMemory(1, 2, 3 * 8, 1));
    }

    @Test
    void shouldNeitherAddNorPickNorSaveBeforeTheRestoreHasEnded() {
        ReplayMemory memory = new ReplayMemory(1, 2, 3 * 8, 1);
        assertThrows(IllegalStateException.class, memory::endRestore);
        assertThrows(IllegalStateException.class, () -> memory.restoreSlot(0, ByteBuffer.wrap(slot(0, 1))));
        memory.restore("replay1 features=1 classes=2 capacity=3 size=1 random=a seen=1,0 full=");
        memory.restoreSlot(0, ByteBuffer.wrap(slot(0, 1)));
        assertThrows(IllegalStateException.class, () -> memory.add(new float[1], 0));
        assertThrows(IllegalStateException.class, memory::pick);
        assertThrows(IllegalStateException.class, memory::state);
        memory.endRestore();
        assertEquals(0, memory.pick());
    }

    @Test
    void shouldReadFromTheSourcesPositionAndLeaveItThere() {
        ReplayMemory memory = new ReplayMemory(1, 2, 3 * 8, 1);
        memory.restore("replay1 features=1 classes=2 capacity=3 size=1 random=a seen=0,1 full=");
        ByteBuffer source = ByteBuffer.allocate(20).put(5, slot(1, 3)).position(5).limit(13);
        memory.restoreSlot(0, source);
        memory.endRestore();
        assertEquals(5, source.position());
        assertEquals(1, memory.label(0));
        assertEquals(3, memory.bytes(0).getFloat(4));
    }

    @Property(tries = 2_000)
    void shouldRestoreOrRefuseWhateverWasDamaged(@ForAll long seed) {
        ReplayMemory memory = empty(1);
        add(memory, new SplittableRandom(seed), 60);
        Saved saved = Saved.of(memory);
        Random damage = new Random(seed);
        StringBuilder text = new StringBuilder(saved.state);
        for (int i = damage.nextInt(3); i > 0; i--) {
            text.setCharAt(damage.nextInt(text.length()), "0123456789abcdef,= -".charAt(damage.nextInt(20)));
        }
        saved.state = text.toString();
        saved.slots.get(damage.nextInt(20))[damage.nextInt(12)] ^= (byte) (1 << damage.nextInt(8));
        try {
            saved.restore(memory);
            add(memory, new SplittableRandom(seed), 60);
            assertEquals(20, memory.kept(0) + memory.kept(1) + memory.kept(2));
        } catch (IllegalArgumentException e) {
            assertEmpty(memory, empty(1));
        }
    }
}
