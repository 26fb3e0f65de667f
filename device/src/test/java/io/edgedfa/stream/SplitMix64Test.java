package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void shouldGiveThePublishedStreamWhenStateIsKnown() {
        // Seed 0 is mixed to state 0, so this is the reference implementation's stream for seed 0.
        SplitMix64 random = new SplitMix64(0);
        assertEquals(0xE220A8397B1DCDAFL, random.nextLong());
        assertEquals(0x6E789E6AA1B965F4L, random.nextLong());
        assertEquals(0x06C45D188009454FL, random.nextLong());
    }

    @Test
    void shouldAgreeWithTheJdkWhenStateIsKnown() {
        assertEquals(new SplittableRandom(0).nextLong(), new SplitMix64(0).nextLong());
    }

    @Property
    void shouldGoOnAlikeWhenResumed(@ForAll long seed, @ForAll @IntRange(max = 20) int drawn) {
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < drawn; i++) {
            random.nextLong();
        }
        SplitMix64 resumed = SplitMix64.resume(random.state());
        for (int i = 0; i < 5; i++) {
            assertEquals(random.nextLong(), resumed.nextLong());
        }
    }

    @Test
    void shouldStayInRangeWithMeanZeroAndDeviationOneWhenBellShaped() {
        SplitMix64 random = new SplitMix64(1);
        double[] draws = IntStream.range(0, 100_000).mapToDouble(i -> random.bell()).toArray();
        double mean = Arrays.stream(draws).average().orElseThrow();
        double variance = Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        assertEquals(0, mean, 0.02);
        assertEquals(1, variance, 0.02);
        assertTrue(Arrays.stream(draws).allMatch(x -> Math.abs(x) < 3.5));
    }

    @Property
    void shouldStayBelowBound(@ForAll long seed, @ForAll @IntRange(min = 1) int bound) {
        int drawn = new SplitMix64(seed).below(bound);
        assertTrue(drawn >= 0 && drawn < bound);
    }

    @Property
    void shouldHoldEveryNumberOnceWhenShuffled(@ForAll long seed, @ForAll @IntRange(max = 50) int size) {
        int[] order = new int[size];
        new SplitMix64(seed).shuffle(order);
        Arrays.sort(order);
        assertArrayEquals(IntStream.range(0, size).toArray(), order);
    }

    @Test
    void shouldReachEveryOrderEquallyOftenWhenShufflingThree() {
        int[] seen = new int[27];
        for (int seed = 0; seed < 6_000; seed++) {
            int[] order = new int[3];
            new SplitMix64(seed, 0).shuffle(order);
            seen[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        int[] counts = Arrays.stream(seen).filter(count -> count > 0).toArray();
        assertEquals(6, counts.length);
        // 1,000 expected, standard deviation 29
        assertTrue(Arrays.stream(counts).allMatch(count -> Math.abs(count - 1_000) < 5 * 29), Arrays.toString(counts));
    }
}
