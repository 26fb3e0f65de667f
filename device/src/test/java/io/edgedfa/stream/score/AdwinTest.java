package io.edgedfa.stream.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdwinTest {

    private static final int CHECK_EVERY = 32;

    @Property(tries = 100, seed = "20260801")
    void shouldAgreeWithItsPlainFormWhateverTheErrors(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double from,
            @ForAll @DoubleRange(min = 0, max = 1) double to, @ForAll @IntRange(min = 0, max = 700) int change,
            @ForAll boolean fractions) {
        SplittableRandom random = new SplittableRandom(seed);
        Adwin adwin = new Adwin(0.1);
        PlainAdwin plain = new PlainAdwin(0.1);
        for (int i = 0; i < 1_000; i++) {
            double rate = i < change ? from : to;
            double error = fractions ? (rate + random.nextDouble()) / 2 : random.nextDouble() < rate ? 1 : 0;
            assertEquals(plain.add(error), adwin.add(error), "alarm at value " + i);
            assertEquals(plain.width(), adwin.width(), "width at value " + i);
            assertEquals(plain.mean(), adwin.mean(), 1e-12, "mean at value " + i);
        }
    }

    /** The paper's bound is loose: far fewer than delta of the checks may alarm. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.05, 0.002})
    void shouldAlarmAtFewerChecksThanDeltaWhenNothingChanges(double delta) {
        for (double rate : new double[] {0.05, 0.2, 0.5}) {
            int alarms = ErrorStreams.alarms(() -> new Adwin(delta), rate, 200, 10_000, 6);
            assertTrue(alarms <= 0.1 * delta * 200 * (10_000 / CHECK_EVERY), alarms + " alarms at rate " + rate);
        }
    }

    @Test
    void shouldShrinkSilentlyWhenErrorsBecomeFewer() {
        Adwin adwin = Adwin.standard();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 5_000; i++) {
            assertFalse(adwin.add(random.nextDouble() < (i < 4_000 ? 0.5 : 0.1) ? 1 : 0));
        }
        assertTrue(adwin.width() <= 1_200, "width " + adwin.width());
        assertEquals(0.1, adwin.mean(), 0.03);
    }

    @Test
    void shouldKeepEverythingWhenNothingChanges() {
        Adwin adwin = Adwin.standard();
        for (int i = 0; i < 100_000; i++) {
            adwin.add(i % 4 == 0 ? 1 : 0);
        }
        assertEquals(100_000, adwin.width());
        assertEquals(0.25, adwin.mean(), 1e-12);
    }

    @Test
    void shouldHoldTheLastValuesWhenTheStreamIsLongerThanItsLimit() {
        Adwin adwin = new Adwin(1e-9);
        SplittableRandom random = new SplittableRandom(8);
        long widest = 0;
        for (int i = 0; i < 10_000_000; i++) {
            adwin.add(random.nextInt(10) == 0 ? 1 : 0);
            widest = Math.max(widest, adwin.width());
        }
        assertTrue(widest > Adwin.MAX_WIDTH / 2 && widest <= Adwin.MAX_WIDTH, "widest " + widest);
        assertTrue(adwin.width() > Adwin.MAX_WIDTH / 2, "width " + adwin.width());
        assertEquals(0.1, adwin.mean(), 0.001);
    }

    @Test
    void shouldHaveNoMeanBeforeTheFirstValue() {
        assertEquals(Double.NaN, Adwin.standard().mean());
    }

    @Test
    void shouldHoldNothingAfterReset() {
        Adwin adwin = Adwin.standard();
        for (int i = 0; i < 50; i++) {
            adwin.add(1);
        }
        adwin.reset();
        adwin.add(0.25);
        assertEquals(1, adwin.width());
        assertEquals(0.25, adwin.mean());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void shouldRefuseWhenDeltaIsOutOfRange(double delta) {
        assertEquals("delta = " + delta + ", allowed: above 0, below 1",
                assertThrows(IllegalArgumentException.class, () -> new Adwin(delta)).getMessage());
    }
}
