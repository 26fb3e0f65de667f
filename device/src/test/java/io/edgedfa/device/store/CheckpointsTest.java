package io.edgedfa.device.store;

import static io.edgedfa.device.store.Stores.memory;
import static io.edgedfa.device.store.Stores.numbers;
import static io.edgedfa.device.store.Stores.restore;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.store.Checkpoints.Recorded;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path folder;

    private BoardStore store;

    @BeforeEach
    void open() {
        store = Stores.open(folder.resolve("board ?x#%ä.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        open();
    }

    private long save(int seed, boolean good) {
        return store.checkpoints().save(Map.of("seed", "" + seed), Map.of("w", numbers(100, seed)), Map.of(), good);
    }

    @Test
    void shouldHaveNothingWhenNew() {
        assertEquals(Optional.empty(), store.checkpoints().current());
        assertEquals(Optional.empty(), store.checkpoints().lastGood());
        assertEquals(Optional.empty(), store.checkpoints().factory());
        assertEquals(Map.of(), memory(store));
    }

    @Test
    void shouldGiveBackWhatWasSavedWhenReopened() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("z", "first");
        facts.put("", "");
        facts.put("a\0b", "ä\0 \ud83d\ude00 \ud800");
        Map<String, FloatBuffer> tensors = new LinkedHashMap<>();
        tensors.put("w2", numbers(Tensors.PART_BYTES / 2 + 1, 2));
        tensors.put("none", FloatBuffer.allocate(0));
        tensors.put("w1", numbers(3, 1));
        long number = store.checkpoints().save(facts, tensors, Map.of(), false);
        reopen();

        Checkpoint current = store.checkpoints().current().orElseThrow();
        assertEquals(number, current.number());
        assertEquals(Stores.CLOCK.millis(), current.savedMs());
        assertEquals(List.of("z", "", "a\0b"), List.copyOf(current.facts().keySet()));
        assertEquals("ä\0 \ud83d\ude00 ?", current.facts().get("a\0b"));
        assertEquals(List.of("w2", "none", "w1"), List.copyOf(current.tensors().keySet()));
        assertEquals(Map.of("w2", Tensors.PART_BYTES / 2 + 1, "none", 0, "w1", 3), current.tensors());
        assertEquals(tensors, restore(store, current));
    }

    @Test
    void shouldReadFromPositionToLimitAndLeaveBothWhenBuffersAreSlices() {
        FloatBuffer values = ByteBuffer.allocateDirect(40).asFloatBuffer().put(new float[] {0, 1, 2, 3}).position(1).limit(3);
        ByteBuffer slot = ByteBuffer.wrap(new byte[] {9, 8, 7, 6}, 1, 2);
        store.checkpoints().save(Map.of(), Map.of("w", values), Map.of(5, slot), true);
        assertEquals(List.of(1, 3, 1, 3), List.of(values.position(), values.limit(), slot.position(), slot.limit()));
        assertEquals(Map.of("w", FloatBuffer.wrap(new float[] {1, 2})),
                restore(store, store.checkpoints().current().orElseThrow()));
        assertEquals(Map.of(5, ByteBuffer.wrap(new byte[] {8, 7})), memory(store));
    }

    @Test
    void shouldKeepTheLastGoodOneWhenLaterOnesAreNot() {
        long good = save(1, true);
        assertEquals(store.checkpoints().current(), store.checkpoints().lastGood());
        save(2, false);
        long last = save(3, false);
        assertEquals(last, store.checkpoints().current().orElseThrow().number());
        Checkpoint lastGood = store.checkpoints().lastGood().orElseThrow();
        assertEquals(good, lastGood.number());
        assertEquals(Map.of("w", numbers(100, 1)), restore(store, lastGood));
        long better = save(4, true);
        assertEquals(better, store.checkpoints().lastGood().orElseThrow().number());
    }

    @Test
    void shouldSaySoWhenTheCheckpointIsNoLongerThere() {
        save(1, false);
        Checkpoint gone = store.checkpoints().current().orElseThrow();
        save(2, false);
        StoreException e = assertThrows(StoreException.class, () -> restore(store, gone));
        assertTrue(e.getMessage().contains("checkpoint 1 is no longer there"), e.getMessage());
    }

    @Test
    void shouldKeepTheOldOneWhenAValueIsNotFinite() {
        long old = store.checkpoints().save(
                Map.of(), Map.of("w", numbers(9, 1)), Map.of(1, ByteBuffer.wrap(new byte[] {1})), true);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            FloatBuffer values = numbers(Tensors.PART_BYTES, 2).put(Tensors.PART_BYTES / 4 + 7, bad);
            Map<Integer, ByteBuffer> slots = Map.of(1, ByteBuffer.wrap(new byte[] {2}));
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                    () -> store.checkpoints().save(Map.of(), Map.of("fc1", values), slots, true));
            assertEquals("tensor fc1, element 65543 = " + bad + ", allowed: finite numbers", e.getMessage());
        }
        Checkpoint current = store.checkpoints().current().orElseThrow();
        assertEquals(old, current.number());
        assertEquals(Map.of("w", numbers(9, 1)), restore(store, current));
        assertEquals(Map.of(1, ByteBuffer.wrap(new byte[] {1})), memory(store));
    }

    @Test
    void shouldWriteOnlyChangedSlotsWhenMemoryChanges() {
        Map<Integer, ByteBuffer> first = Map.of(0, ByteBuffer.wrap(new byte[] {1}), 7, ByteBuffer.wrap(new byte[300_000]));
        Map<Integer, ByteBuffer> second = Map.of(0, ByteBuffer.allocate(0), 3, ByteBuffer.wrap(new byte[] {3}));
        store.checkpoints().save(Map.of(), Map.of(), first, false);
        store.checkpoints().save(Map.of(), Map.of(), second, false);
        reopen();
        Map<Integer, ByteBuffer> expected = new HashMap<>(first);
        expected.putAll(second);
        assertEquals(expected, memory(store));
    }

    @Test
    void shouldForgetAllButTheModelWhenDropped() {
        store.checkpoints().factory("aa", "mlp", 1, "/m.onnx");
        store.checkpoints().save(Map.of(), Map.of("w", numbers(9, 1)), Map.of(1, ByteBuffer.wrap(new byte[] {1})), true);
        store.checkpoints().drop();
        assertEquals(Optional.empty(), store.checkpoints().current());
        assertEquals(Optional.empty(), store.checkpoints().lastGood());
        assertEquals(Map.of(), memory(store));
        assertEquals(Optional.of(new Factory("aa", "mlp", 1, "/m.onnx")), store.checkpoints().factory());
        assertEquals(2, save(1, true)); // numbers go on
    }

    @Test
    void shouldKeepCheckpointsWhenOnlyMemoryIsDropped() {
        store.checkpoints().save(Map.of(), Map.of(), Map.of(1, ByteBuffer.wrap(new byte[] {1})), true);
        store.checkpoints().dropMemory();
        assertEquals(Map.of(), memory(store));
        assertTrue(store.checkpoints().current().isPresent());
    }

    @Test
    void shouldPutCheckpointsAsideWhenTheModelIsAnother() {
        assertEquals(Recorded.SAME, store.checkpoints().factory("aa", "mlp", 1, "/m.onnx"));
        save(1, true);
        assertEquals(Recorded.SAME, store.checkpoints().factory("aa", "mlp renamed", 2, "/n.onnx"));
        assertTrue(store.checkpoints().current().isPresent());
        assertEquals(Recorded.PUT_ASIDE, store.checkpoints().factory("bb", "mlp", 3, "/m.onnx"));
        reopen();
        assertEquals(Optional.empty(), store.checkpoints().current());
        assertEquals(Optional.empty(), store.checkpoints().lastGood());
        assertEquals(Map.of(), memory(store));
        assertEquals(Optional.of(new Factory("bb", "mlp", 3, "/m.onnx")), store.checkpoints().factory());
    }

    @Test
    void shouldTakeUpWhatWasLearnedFromAModelThatIsBack() {
        store.checkpoints().factory("aa", "mlp", 1, "/m.onnx");
        long good = save(1, true);
        long current = save(2, false);
        store.checkpoints().factory("bb", "mlp", 2, "/n.onnx");
        for (int i = 0; i < 3; i++) {
            save(3, true); // which deletes what nothing refers to
        }
        assertEquals(Recorded.BACK, store.checkpoints().factory("aa", "mlp", 1, "/m.onnx"));
        reopen();
        assertEquals(current, store.checkpoints().current().orElseThrow().number());
        assertEquals(good, store.checkpoints().lastGood().orElseThrow().number());
        assertEquals(Recorded.BACK, store.checkpoints().factory("bb", "mlp", 2, "/n.onnx"), "and the other way round");
        assertEquals(current + 3, store.checkpoints().current().orElseThrow().number());
    }

    @Test
    void shouldKeepOneFormerModelAndForgetItWhenTold() {
        for (String sha256 : List.of("aa", "bb", "cc")) {
            store.checkpoints().factory(sha256, "mlp", 1, "/m.onnx");
            save(1, true);
        }
        assertEquals(Recorded.PUT_ASIDE, store.checkpoints().factory("aa", "mlp", 1, "/m.onnx"), "the one before the one before is gone");
        store.checkpoints().dropPutAside();
        assertEquals(Recorded.PUT_ASIDE, store.checkpoints().factory("cc", "mlp", 1, "/m.onnx"));
        assertEquals(Optional.empty(), store.checkpoints().current());
    }

    @Test
    void shouldRefuseWhenLimitsAreBroken() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 65; i++) {
            many.put("f" + i, "");
        }
        refused("facts = 65, allowed: at most 64", many, Map.of(), Map.of());
        refused("fact f has 1048577 bytes, allowed: at most 1048576", Map.of("f", "x".repeat(1 << 20)), Map.of(), Map.of());
        refused("name of a tensor has 0 bytes, allowed: 1 to 512", Map.of(), Map.of("", numbers(1, 1)), Map.of());
        refused("slot = -1, allowed: 0 to 1048575", Map.of(), Map.of(), Map.of(-1, ByteBuffer.allocate(1)));
        refused("slot 1 has 134217729 bytes, allowed: at most 134217728",
                Map.of(), Map.of(), Map.of(1, ByteBuffer.allocate((1 << 27) + 1)));
    }

    private void refused(
            String why, Map<String, String> facts, Map<String, FloatBuffer> tensors, Map<Integer, ByteBuffer> memory) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> store.checkpoints().save(facts, tensors, memory, true));
        assertEquals(why, e.getMessage());
    }

    @Test
    void shouldRefuseAndGoOnWhenUsedFromItsOwnCallback() {
        save(1, true);
        Checkpoint current = store.checkpoints().current().orElseThrow();
        assertThrows(IllegalStateException.class,
                () -> store.checkpoints().restore(current, (name, values) -> store.events().add("k", "")));
        assertEquals(1, store.events().add("k", "").number());
    }
}
