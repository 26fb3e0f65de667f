package io.edgedfa.device.app.command;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import java.time.Instant;
import java.util.Optional;

/**
 * A command as it arrived.
 *
 * @param sentMs when it was sent, by the sender's clock; 0 if the sender did not say
 */
record CommandRequest(String id, String name, String argument, long expiresMs, long sentMs) {
    private static final String ID = "[A-Za-z0-9._:-]{1,64}";
    private static final int MAX_NAME = 64;
    private static final int MAX_ARGUMENT = 1024;
    /** No clock is right that says an earlier time than this program's: a board without a battery for its clock begins in 1970. */
    private static final long EARLIEST_MS = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

    /** Empty if it has no id that could be answered. Name and argument are cut to what can be kept. */
    static Optional<CommandRequest> of(Payload payload) {
        String id = text(payload, BoardMetrics.COMMAND_ID);
        if (!id.matches(ID)) {
            return Optional.empty();
        }
        return Optional.of(new CommandRequest(id, cut(text(payload, BoardMetrics.COMMAND_NAME), MAX_NAME + 1),
                cut(text(payload, BoardMetrics.COMMAND_ARGUMENT), MAX_ARGUMENT + 1), number(payload, BoardMetrics.COMMAND_EXPIRES_MILLIS),
                payload.timestamp()));
    }

    private static String text(Payload payload, String name) {
        return value(payload, name) instanceof String text ? text : "";
    }

    private static long number(Payload payload, String name) {
        return value(payload, name) instanceof Long number ? number : 0;
    }

    private static Object value(Payload payload, String name) {
        return payload.metrics().stream().filter(metric -> name.equals(metric.name())).findFirst().map(Metric::value).orElse(null);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** What is wrong with it whatever the board's state is; empty for nothing. */
    Optional<String> fault() {
        if (name.length() > MAX_NAME || argument.length() > MAX_ARGUMENT) {
            return Optional.of("too long; allowed: a name of " + MAX_NAME + " characters, an argument of " + MAX_ARGUMENT);
        }
        return expiresMs > 0 ? Optional.empty() : Optional.of("it says not when it expires");
    }

    /**
     * Why its time is over; empty if it is not. By the board's clock, or, where that cannot be right, by the time the sender gave: a
     * command is never stored on the way, so that is about now.
     */
    Optional<String> lateness(long nowMs) {
        boolean trusted = nowMs >= EARLIEST_MS;
        long judgedMs = trusted ? nowMs : sentMs;
        if (judgedMs <= expiresMs) {
            return Optional.empty();
        }
        return Optional.of("expired at " + Instant.ofEpochMilli(expiresMs) + ", it is " + Instant.ofEpochMilli(judgedMs)
                + (trusted ? " by the board's clock" : " by the sender's clock; the board's is wrong"));
    }
}
