package io.edgedfa.host.app.fleet;

import io.edgedfa.text.Printable;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time on the command line. */
final class TimeSpan {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,7})([smhd])");

    private TimeSpan() {}

    /** @throws IllegalArgumentException naming the option */
    static Duration parse(String option, String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            throw new IllegalArgumentException(option + " = " + Printable.text(text) + "; allowed: a number and s, m, h or d, like 90s or 5m");
        }
        long count = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
