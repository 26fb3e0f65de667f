package io.edgedfa.host.simulate;

/**
 * How far a simulation is.
 *
 * @param phase        {@code connecting}, {@code running} or {@code draining}
 * @param seconds      since the phase began
 * @param connected    boards that have a session now
 * @param sent         readings in outboxes so far
 * @param acknowledged of these, those the host has said to be stored
 * @param waiting      entries in outboxes
 * @param p99Millis    so far, see {@link SimulationResult}
 */
public record Progress(String phase, long seconds, int connected, long sent, long acknowledged, long waiting, double p99Millis) {}
