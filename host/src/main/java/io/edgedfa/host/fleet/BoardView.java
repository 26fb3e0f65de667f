package io.edgedfa.host.fleet;

import io.edgedfa.host.store.board.BoardId;
import java.util.Map;

/**
 * A board at one moment.
 *
 * @param online     whether the host hears it
 * @param reason     why it is dead, for people; empty while it is online
 * @param sinceMs    when it became what it is, milliseconds since 1970 UTC by the host's clock
 * @param firstSeenMs its first message ever, same clock
 * @param lastSeenMs its last message, same clock
 * @param values     last value of each metric: Long, Float, Double, Boolean or String; unmodifiable
 */
public record BoardView(BoardId id, boolean online, String reason, long sinceMs, long firstSeenMs, long lastSeenMs,
        Map<String, Object> values) {
    /** The metric as text; null if it was never reported. */
    public String text(String metric) {
        return values.get(metric) instanceof String text ? text : null;
    }

    /** The metric as number; null if it was never reported. */
    public Double number(String metric) {
        return values.get(metric) instanceof Number number ? (Double) number.doubleValue() : null;
    }

    /** The metric as whole number; null if it was never reported. */
    public Long count(String metric) {
        return values.get(metric) instanceof Number number ? (Long) number.longValue() : null;
    }
}
