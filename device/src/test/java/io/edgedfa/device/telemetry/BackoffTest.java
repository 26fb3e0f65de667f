package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final SplittableRandom random = new SplittableRandom(7);

    private Backoff afterPauses(long firstMs, long longestMs, int pauses) {
        Backoff backoff = new Backoff(Duration.ofMillis(firstMs), Duration.ofMillis(longestMs), random);
        for (int i = 0; i < pauses; i++) {
            backoff.nextMs();
        }
        return backoff;
    }

    @Test
    void shouldWaitBetweenHalfAndTheWholeBoundWhenItDoubles() {
        Backoff backoff = afterPauses(500, 15_000, 0);
        for (long bound : new long[] {500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000}) {
            long wait = backoff.nextMs();
            assertTrue(wait >= bound / 2 && wait <= bound, wait + " for " + bound);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,125,250", "2,250,500", "6,4000,8000", "7,5000,10000"})
    void shouldPauseLongerWhenFailuresGoOn(int failures, long least, long most) {
        requireSpread(least, most, () -> afterPauses(250, 10_000, failures - 1).nextMs());
    }

    @Test
    void shouldPauseNoLongerThanTheLongestWhenFailuresNeverEnd() {
        requireSpread(5_000, 10_000, afterPauses(250, 10_000, 999_999)::nextMs);
    }

    /** Of 1,000 pauses all lie within the bounds, and they fill more than half of the room between them. */
    private static void requireSpread(long least, long most, LongSupplier pause) {
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = 0; i < 1_000; i++) {
            long ms = pause.getAsLong();
            min = Math.min(min, ms);
            max = Math.max(max, ms);
        }
        assertTrue(least <= min && max <= most && max - min > (most - least) / 2, min + " to " + max);
    }

    @Test
    void shouldBeShortAgainWhenReset() {
        Backoff backoff = afterPauses(500, 15_000, 2);
        backoff.reset();
        assertTrue(backoff.nextMs() <= 500);
    }

    @Test
    void shouldRefuseWhenTheLongestPauseIsShorterThanTheFirst() {
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ofMillis(2), Duration.ofMillis(1), random));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, Duration.ofMillis(1), random));
    }
}
