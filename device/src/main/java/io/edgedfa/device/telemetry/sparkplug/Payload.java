package io.edgedfa.device.telemetry.sparkplug;

import java.util.List;

/**
 * A Sparkplug B payload.
 *
 * @param timestamp milliseconds since 1970 UTC; 0 if the sender gave none
 * @param seq       0 to {@link #MAX_SEQ}, or {@link #NO_SEQ} (NDEATH and commands carry none)
 * @param metrics   the values, in order
 */
public record Payload(long timestamp, int seq, List<Metric> metrics) {
    public static final int NO_SEQ = -1;
    /** The number after which seq starts again at 0. */
    public static final int MAX_SEQ = 255;

    /** @throws IllegalArgumentException if seq is out of range */
    public Payload {
        if (seq < NO_SEQ || seq > MAX_SEQ) {
            throw new IllegalArgumentException("seq is " + seq + ", allowed are 0 to " + MAX_SEQ + ", and " + NO_SEQ + " for none");
        }
        metrics = List.copyOf(metrics);
    }
}
