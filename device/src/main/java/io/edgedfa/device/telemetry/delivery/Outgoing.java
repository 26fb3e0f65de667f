package io.edgedfa.device.telemetry.delivery;

import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.util.List;
import java.util.OptionalLong;

/**
 * The durable outbox, as an edge node sees it: numbered entries that stay until the host has committed them. Called by the edge
 * node's thread. What it throws ends the attempt, not the connection.
 */
public interface Outgoing {

    /**
     * @param store    the store that the number belongs to
     * @param number   rising
     * @param previous the greatest smaller number that was still there; 0 for none
     * @param timeMs   when it was made, milliseconds since 1970 UTC
     * @param ofDevice whether the device says it, else the node
     * @param metrics  with names and types
     */
    record Numbered(long store, long number, long previous, long timeMs, boolean ofDevice, List<Metric> metrics) {}

    /** Id of the store; empty while there is none. */
    OptionalLong store();

    /** What is still there and follows a number, in order. @param limit most of them, 1 or more */
    List<Numbered> after(long number, int limit);

    /** The host has committed everything of this store up to this number. */
    void acknowledged(long store, long upTo);
}
