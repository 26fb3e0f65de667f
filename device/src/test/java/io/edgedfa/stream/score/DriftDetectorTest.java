package io.edgedfa.stream.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every detector promises, with its default settings. */
class DriftDetectorTest {

    private enum Kind {
        ADWIN(Adwin::standard, 80, 200, 1_300),
        PAGE_HINKLEY(PageHinkley::standard, 125, 300, 1_500);

        private final Supplier<DriftDetector> fresh;
        private final int median;
        private final int longest;
        private final int longestGradual;

        Kind(Supplier<DriftDetector> fresh, int median, int longest, int longestGradual) {
            this.fresh = fresh;
            this.median = median;
            this.longest = longest;
            this.longestGradual = longestGradual;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldRaiseAtMostOneFalseAlarmInFiveMillionValues(Kind kind) {
        for (double rate : new double[] {0.05, 0.2, 0.5}) {
            int alarms = ErrorStreams.alarms(kind.fresh, rate, 500, 10_000, 20_260_801);
            assertTrue(alarms <= 1, alarms + " alarms at rate " + rate);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldSeeAnAbruptChangeSoon(Kind kind) {
        int[] delays = ErrorStreams.delays(kind.fresh, 0.1, 0.4, 2_000, 0, 5_000, 1);
        assertTrue(delays[delays.length / 2] <= kind.median, Arrays.toString(delays));
        assertTrue(delays[delays.length - 1] <= kind.longest, Arrays.toString(delays));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldSeeAGradualChangeBeforeItIsOver(Kind kind) {
        int[] delays = ErrorStreams.delays(kind.fresh, 0.1, 0.4, 5_000, 2_000, 5_000, 2);
        assertTrue(delays[delays.length - 1] <= kind.longestGradual, Arrays.toString(delays));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldStaySilentWhenErrorsBecomeFewer(Kind kind) {
        int[] abrupt = ErrorStreams.delays(kind.fresh, 0.5, 0.1, 2_000, 0, 5_000, 3);
        int[] gradual = ErrorStreams.delays(kind.fresh, 0.5, 0.1, 2_000, 2_000, 5_000, 3);
        assertEquals(5_000, abrupt[0]);
        assertEquals(5_000, gradual[0]);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldSeeTheNextChangeAfterTheFirst(Kind kind) {
        DriftDetector detector = kind.fresh.get();
        SplittableRandom random = new SplittableRandom(4);
        double[] rates = {0.05, 0.3, 0.7};
        for (int part = 0; part < rates.length; part++) {
            int alarms = 0;
            for (int i = 0; i < 5_000; i++) {
                alarms += detector.add(random.nextDouble() < rates[part] ? 1 : 0) ? 1 : 0;
            }
            assertEquals(part > 0, alarms > 0, "alarms at rate " + rates[part]);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldRepeatItselfAfterReset(Kind kind) {
        DriftDetector detector = kind.fresh.get();
        for (int i = 0; i < 1_111; i++) {
            detector.add(i % 2);
        }
        detector.reset();
        DriftDetector other = kind.fresh.get();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 4_000; i++) {
            double error = random.nextDouble() < (i < 2_000 ? 0.1 : 0.5) ? 1 : 0;
            assertEquals(other.add(error), detector.add(error), "value " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldTakeNoErrorInThatIsOutOfRange(Kind kind) {
        DriftDetector detector = kind.fresh.get();
        for (double error : new double[] {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals("error = " + error + ", allowed: 0 to 1",
                    assertThrows(IllegalArgumentException.class, () -> detector.add(error)).getMessage());
        }
        for (int i = 0; i < 10_000; i++) {
            assertFalse(detector.add(0));
        }
    }

    @Test
    void shouldHaveNamesOfTheirOwn() {
        assertEquals("adwin", Adwin.standard().name());
        assertEquals("page-hinkley", PageHinkley.standard().name());
    }
}
