package io.edgedfa.device.telemetry;

import java.util.List;

/**
 * A Sparkplug B payload.
 *
 * @param timestamp milliseconds since 1970 UTC
 * @param seq       0 to 255, or {@link #NO_SEQ} (NDEATH and commands carry none)
 * @param metrics   the values, in order
 */
public record Payload(long timestamp, int seq, List<Metric> metrics) {
    public static final int NO_SEQ = -1;

    public Payload {
        metrics = List.copyOf(metrics);
    }
}
