package io.edgedfa.host.store.series;

import java.util.List;

/**
 * A metric over time.
 *
 * @param resolution the finest that is kept for the whole time asked for
 * @param points     oldest first
 */
public record Series(Resolution resolution, List<SeriesPoint> points) {
    /** What the points were made from. */
    public enum Resolution {
        RAW(1),
        MINUTE(Tier.MINUTE_MS),
        HOUR(Tier.HOUR_MS);

        final long spanMs;

        Resolution(long spanMs) {
            this.spanMs = spanMs;
        }
    }
}
