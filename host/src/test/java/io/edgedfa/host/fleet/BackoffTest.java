package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new SplittableRandom(1));

    @Test
    void shouldWaitBetweenHalfAndTheWholeBoundWhenItDoubles() {
        for (long bound : new long[] {500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000}) {
            long wait = backoff.nextMs();
            assertTrue(wait >= bound / 2 && wait <= bound, wait + " for " + bound);
        }
    }

    @Test
    void shouldBeShortAgainWhenReset() {
        backoff.nextMs();
        backoff.nextMs();
        backoff.reset();
        assertTrue(backoff.nextMs() <= 500);
    }
}
