package io.edgedfa.host.store.series;

import java.time.Duration;

/**
 * How much the store keeps. Readings become means, least and greatest values of minutes, these of hours; events stay as they are.
 *
 * @param raw       readings older than this become minutes
 * @param minutes   minutes older than this become hours
 * @param hours     hours older than this are deleted
 * @param events    events older than this are deleted
 * @param rows      most rows of each kind; beyond it the oldest readings become minutes, minutes hours before their time, and the
 *                  oldest hours and events go
 * @param trimEvery how often the store looks through all series
 */
public record Retention(Duration raw, Duration minutes, Duration hours, Duration events, long rows, Duration trimEvery) {
    /** 7 days, 90 days, 5 years, 5 years; a hundred million rows (about 3 GB as readings in SQLite); looked at every 10 minutes. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), Duration.ofDays(90), Duration.ofDays(5 * 365),
            Duration.ofDays(5 * 365), 100_000_000, Duration.ofMinutes(10));

    /** @throws IllegalArgumentException if a limit is not positive, or coarser rows are kept shorter than finer ones */
    public Retention {
        if (raw.toMillis() <= 0 || minutes.compareTo(raw) < 0 || hours.compareTo(minutes) < 0 || events.toMillis() <= 0
                || rows <= 0 || trimEvery.toMillis() <= 0) {
            throw new IllegalArgumentException("retention is raw " + raw + ", minutes " + minutes + ", hours " + hours
                    + ", events " + events + ", rows " + rows + ", trimEvery " + trimEvery
                    + "; all must be positive, and raw <= minutes <= hours");
        }
    }
}
