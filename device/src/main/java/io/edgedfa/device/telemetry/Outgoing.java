package io.edgedfa.device.telemetry;

import java.util.List;

/**
 * Messages that must not be lost: each stays where it is until the broker has acknowledged it, and is sent again if that is not
 * known. Called by the edge node's thread. What it throws ends the round, not the connection.
 */
public interface Outgoing {

    /** @param number rising; {@link #acknowledged} names it */
    record Entry(long number, byte[] payload) {}

    /** The oldest that are not acknowledged, in order. @param limit most of them, 1 or more */
    List<Entry> oldest(int limit);

    /** The broker has everything up to this number. */
    void acknowledged(long upTo);
}
