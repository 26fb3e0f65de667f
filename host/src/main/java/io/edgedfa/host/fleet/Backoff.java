package io.edgedfa.host.fleet;

import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: doubling, and jittered so that a fleet's hosts and boards do not come back all at once.
 */
final class Backoff {
    private static final long FIRST_MS = 500;
    private static final long LONGEST_MS = 15_000;

    private final RandomGenerator random;
    private long boundMs = FIRST_MS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Between half and the whole of the current bound, which doubles up to 15 s. */
    long nextMs() {
        long waitMs = random.nextLong(boundMs / 2, boundMs + 1);
        boundMs = Math.min(LONGEST_MS, 2 * boundMs);
        return waitMs;
    }

    void reset() {
        boundMs = FIRST_MS;
    }
}
