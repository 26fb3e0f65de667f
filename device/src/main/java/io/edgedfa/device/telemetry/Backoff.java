package io.edgedfa.device.telemetry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: doubling, and of that a random half to whole, so that a fleet's hosts and boards do not
 * come back all at once. Not thread-safe.
 */
public final class Backoff {
    private final long firstMs;
    private final long longestMs;
    private final RandomGenerator random;
    private long boundMs;

    /**
     * @param first   longest first pause, 1 ms or more
     * @param longest longest pause of all, not below first
     * @param random  asked once per pause
     */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("first is " + first + ", longest " + longest + "; allowed are 1 ms or more, and not less");
        }
        this.firstMs = first.toMillis();
        this.longestMs = longest.toMillis();
        this.random = random;
        this.boundMs = firstMs;
    }

    /** Between half and the whole of the current bound, in milliseconds; the next bound is twice as long, up to the longest. */
    public long nextMs() {
        long waitMs = boundMs - random.nextLong(boundMs / 2 + 1);
        boundMs = Math.min(longestMs, 2 * boundMs);
        return waitMs;
    }

    /** After a success: begins with the first bound again. */
    public void reset() {
        boundMs = firstMs;
    }
}
