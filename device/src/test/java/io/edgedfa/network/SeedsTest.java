package io.edgedfa.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {

    /** As drawn when they were last meant to change: a seed in a result file must mean the same numbers for good. */
    @Test
    void shouldDeriveTheSameSeedsForever() {
        Seeds seeds = new Seeds(1);
        assertEquals(-324261140, seeds.weights().nextInt());
        assertEquals(1153813243, seeds.feedback().nextInt());
        assertEquals(-534904783426661026L, seeds.shuffles());
    }

    @Test
    void shouldDrawDifferentlyForEachPurpose() {
        Seeds seeds = new Seeds(0);
        assertEquals(3, Set.of(seeds.weights().nextLong(), seeds.feedback().nextLong(), seeds.shuffles()).size());
    }
}
