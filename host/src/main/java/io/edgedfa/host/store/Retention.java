package io.edgedfa.host.store;

import java.time.Duration;

/**
 * How much the store keeps.
 *
 * @param age     readings and events older than this are deleted
 * @param rows    most readings kept; beyond it the oldest go first
 * @param trimEvery how often the writer looks
 */
public record Retention(Duration age, long rows, Duration trimEvery) {
    /** Seven days, two million readings (about 60 MB), looked at once a minute. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), 2_000_000, Duration.ofMinutes(1));

    /** @throws IllegalArgumentException if a limit is not positive */
    public Retention {
        if (age.toMillis() <= 0 || rows <= 0 || trimEvery.toMillis() <= 0) {
            throw new IllegalArgumentException("retention is age " + age + ", rows " + rows + ", trimEvery " + trimEvery
                    + "; all must be positive");
        }
    }
}
