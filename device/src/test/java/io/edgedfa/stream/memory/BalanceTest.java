package io.edgedfa.stream.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Which samples a {@link ReplayMemory} keeps. A sample's one feature is its number in the stream. */
class BalanceTest {

    private static final int SLOT_BYTES = 8;

    @Test
    void shouldKeepClassesAlikeWhenOneIsAHundredTimesRarer() {
        ReplayMemory memory = new ReplayMemory(1, 2, 200 * SLOT_BYTES, 1);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50_000; i++) {
            memory.add(new float[] {i}, random.nextInt(101) == 0 ? 1 : 0);
        }
        assertEquals(100, memory.kept(0), 1);
        assertEquals(100, memory.kept(1), 1);
    }

    @Test
    void shouldKeepClassesAlikeWhenTheyComeOneAfterAnother() {
        ReplayMemory memory = new ReplayMemory(1, 10, 105 * SLOT_BYTES, 1);
        for (int i = 0; i < 10_000; i++) {
            memory.add(new float[] {i}, i / 1_000);
        }
        for (int label = 0; label < 10; label++) {
            assertEquals(10.5, memory.kept(label), 1, "class " + label);
        }
    }

    @Property(tries = 300)
    void shouldKeepSmallClassesWholeAndLargeOnesAlike(@ForAll @Size(max = 300) List<@IntRange(max = 5) Integer> labels,
            @ForAll @IntRange(min = 6, max = 60) int capacity, @ForAll long seed) {
        ReplayMemory memory = new ReplayMemory(1, 6, (long) capacity * SLOT_BYTES, seed);
        int[] seen = new int[6];
        for (int i = 0; i < labels.size(); i++) {
            memory.add(new float[] {i}, labels.get(i));
            seen[labels.get(i)]++;
        }
        int largest = IntStream.range(0, 6).map(memory::kept).max().orElseThrow();
        for (int label = 0; label < 6; label++) {
            int kept = memory.kept(label);
            assertTrue(kept == seen[label] || kept >= largest - 1, "kept %d of %d".formatted(kept, seen[label]));
        }
        assertCountsAgreeWithSlots(memory, labels);
    }

    private static void assertCountsAgreeWithSlots(ReplayMemory memory, List<Integer> labels) {
        int[] kept = new int[6];
        boolean[] found = new boolean[labels.size()];
        FloatBuffer number = FloatBuffer.allocate(1);
        for (int slot = 0; slot < memory.size(); slot++) {
            memory.copy(slot, number, 0);
            int i = (int) number.get(0);
            assertTrue(!found[i], "sample " + i + " is kept twice");
            found[i] = true;
            assertEquals(labels.get(i), memory.label(slot));
            kept[labels.get(i)]++;
        }
        for (int label = 0; label < 6; label++) {
            assertEquals(kept[label], memory.kept(label));
        }
    }

    @Test
    void shouldKeepEverySampleOfAClassEquallyLikelyWhenClassesAreMixed() {
        SplittableRandom random = new SplittableRandom(3);
        int[] labels = IntStream.range(0, 120).map(i -> random.nextInt(4) == 0 ? 1 : 0).toArray();
        assertKeptEquallyLikely(labels, 20);
    }

    @Test
    void shouldKeepEverySampleOfAClassEquallyLikelyWhenAnotherComesLater() {
        assertKeptEquallyLikely(IntStream.range(0, 120).map(i -> i < 80 ? 0 : 1).toArray(), 20);
    }

    private static void assertKeptEquallyLikely(int[] labels, int capacity) {
        int[] kept = new int[labels.length];
        int runs = 10_000;
        FloatBuffer number = FloatBuffer.allocate(1);
        for (int seed = 0; seed < runs; seed++) {
            ReplayMemory memory = new ReplayMemory(1, 2, (long) capacity * SLOT_BYTES, seed);
            for (int i = 0; i < labels.length; i++) {
                memory.add(new float[] {i}, labels[i]);
            }
            for (int slot = 0; slot < memory.size(); slot++) {
                memory.copy(slot, number, 0);
                kept[(int) number.get(0)]++;
            }
        }
        for (int label = 0; label < 2; label++) {
            int wanted = label;
            int[] ofClass = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).map(i -> kept[i]).toArray();
            double expected = Arrays.stream(ofClass).average().orElseThrow();
            double variance = expected * (1 - expected / runs);
            double chiSquare = Arrays.stream(ofClass).mapToDouble(n -> (n - expected) * (n - expected) / variance).sum();
            // Mean n - 1, standard deviation sqrt(2 (n - 1)).
            double bound = ofClass.length + 4 * Math.sqrt(2.0 * ofClass.length);
            assertTrue(chiSquare < bound, "class %d: %.1f, bound %.1f".formatted(label, chiSquare, bound));
        }
    }

    @Test
    void shouldTakeFromEachOfTheLargestClassesEquallyOften() {
        int[] taken = new int[3];
        for (int seed = 0; seed < 3_000; seed++) {
            ReplayMemory memory = new ReplayMemory(1, 4, 6 * SLOT_BYTES, seed);
            for (int i = 0; i < 6; i++) {
                memory.add(new float[1], i % 3);
            }
            memory.add(new float[1], 3);
            for (int label = 0; label < 3; label++) {
                taken[label] += 2 - memory.kept(label);
            }
        }
        // 1,000 expected, standard deviation 26
        assertTrue(Arrays.stream(taken).allMatch(count -> Math.abs(count - 1_000) < 5 * 26), Arrays.toString(taken));
    }
}
