package io.edgedfa.host.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** With a clock that only steps move. */
class InterleavingTest {
    private static final long MICRO = 1_000;

    private long now;
    private final StringBuilder order = new StringBuilder();

    @Test
    void shouldTakeTurnsWhenThereAreSeveralSides() {
        Interleaving interleaving = new Interleaving(() -> now, 20 * MICRO, 0);
        interleaving.measure(List.of(side("A", i -> 10), side("B", i -> 20)), 2, 0);
        // Three steps of warm-up each, then turns of one uncounted step and what fits into 20 us.
        assertEquals("AAABBB" + "AAA" + "BB" + "AAA" + "BB", order.toString());
    }

    @Test
    void shouldReportMediansAndRatioWhenSidesDiffer() {
        Interleaving.Measured measured = new Interleaving(() -> now, 40 * MICRO, 0)
                .measure(List.of(side("A", i -> 10), side("B", i -> 25), side("C", i -> 5)), 3, 0);
        assertArrayEquals(new double[] {10, 25, 5}, measured.micros());
        assertArrayEquals(new double[] {1, 2.5, 0.5}, measured.ratios());
        assertEquals(3, measured.rounds());
    }

    @Test
    void shouldNotCountFirstStepOfATurnWhenItIsSlow() {
        // Steps 0 to 2 warm up; then turns of 1 + 4 steps, the first of each slow.
        Interleaving.Measured measured = new Interleaving(() -> now, 40 * MICRO, 0)
                .measure(List.of(side("A", i -> i >= 3 && (i - 3) % 5 == 0 ? 1_000_000 : 10)), 4, 0);
        assertArrayEquals(new double[] {10}, measured.micros());
    }

    @Test
    void shouldKeepRatioWhenTheMachineSlowsDownBothSides() {
        // The second of three rounds is ten times slower, the third twice: the ratio is the same in each.
        IntToLongFunction drifting = i -> i < 5 ? 1 : i < 7 ? 10 : 2;
        Interleaving.Measured measured = new Interleaving(() -> now, MICRO, 0).measure(List.of(
                side("A", i -> 10 * drifting.applyAsLong(i)), side("B", i -> 30 * drifting.applyAsLong(i))), 3, 0);
        assertEquals(3, measured.ratios()[1]);
        assertEquals(20, measured.micros()[0]);
    }

    @Test
    void shouldTakeMedianOfPairsNotRatioOfMedians() {
        // Rounds give A 10, 20, 30 and B 40, 10, 30: pairs 4, 0.5, 1, while the medians 20 and 30 would give 1.5.
        Interleaving.Measured measured = new Interleaving(() -> now, MICRO, 0).measure(List.of(
                side("A", i -> i < 5 ? 10 : i < 7 ? 20 : 30), side("B", i -> i < 5 ? 40 : i < 7 ? 10 : 30)), 3, 0);
        assertEquals(1, measured.ratios()[1]);
        assertArrayEquals(new double[] {20, 30}, measured.micros());
    }

    @Test
    void shouldGoOnUntilTimeIsUpWhenNoRoundsAreGiven() {
        // A round of 2 steps takes 20 us: after five the time is up.
        Interleaving.Measured measured =
                new Interleaving(() -> now, MICRO, 0).measure(List.of(side("A", i -> 10)), 0, 100 * MICRO);
        assertEquals(5, measured.rounds());
    }

    @Test
    void shouldMeasureOneRoundWhenTimeIsUpAtOnce() {
        assertEquals(1, new Interleaving(() -> now, MICRO, 0).measure(List.of(side("A", i -> 10)), 0, 0).rounds());
    }

    @Test
    void shouldWarmUpForTheGivenTimeWhenStepsAreShort() {
        new Interleaving(() -> now, MICRO, 100 * MICRO).measure(List.of(side("A", i -> 10)), 1, 0);
        assertEquals(10 + 2, order.length());
    }

    @Test
    void shouldFindTheMiddleWhenNumberIsOddOrEven() {
        assertEquals(2, Interleaving.median(new double[] {9, 1, 2}));
        assertEquals(3, Interleaving.median(new double[] {9, 1, 2, 4}));
        double[] values = {3, 1, 2};
        Interleaving.median(values);
        assertArrayEquals(new double[] {3, 1, 2}, values);
    }

    @Test
    void shouldNotMakeEndlessTurnsWhenAStepTakesNoTime() {
        new Interleaving(() -> now, Long.MAX_VALUE, 0).measure(List.of(side("A", i -> 0)), 1, 0);
        assertTrue(order.length() <= 3 + 1 + 10_000, "steps: " + order.length());
    }

    /** A side whose i-th step takes so many microseconds. */
    private Runnable side(String name, IntToLongFunction micros) {
        List<Integer> steps = new ArrayList<>();
        return () -> {
            order.append(name);
            now += micros.applyAsLong(steps.size()) * MICRO;
            steps.add(steps.size());
        };
    }
}
