package io.edgedfa.host.app.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as commands print them: to the minute, UTC. */
public final class Days {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private Days() {}

    /** @param timeMs milliseconds since 1970 UTC; null for never */
    public static String of(Long timeMs) {
        return timeMs == null ? "never" : MINUTE.format(Instant.ofEpochMilli(timeMs));
    }
}
