/**
 * A fleet that is not there: thousands of boards in one process, each with a connection of its own to a real broker, that speak
 * the boards' protocol and look alive on a dashboard. For load tests, and for anything that needs a fleet to look at.
 *
 * <p>{@link io.edgedfa.host.simulate.Simulation} runs it on one thread; {@link io.edgedfa.host.simulate.VirtualBoard} is one
 * board's session, {@link io.edgedfa.host.simulate.Outbox} and {@link io.edgedfa.host.simulate.Redelivery} its memory of what no
 * host has acknowledged, {@link io.edgedfa.host.simulate.Life} what it measures, {@link io.edgedfa.host.simulate.Vocabulary} how
 * all that goes over the wire.
 *
 * <p>Invariant: only the simulation's thread touches a board; what network threads have to say waits in a queue. A reading
 * counts as sent once it is in an outbox, so nothing that happens to a connection, a broker or a host can hide a loss. Memory
 * is bounded: by {@link io.edgedfa.host.simulate.SimulationSettings#MAX_WAITING} over all boards.
 *
 * <p>Neighbours: {@code device.telemetry.sparkplug} gives topics and payloads, {@code host.app} runs this beside a host.
 * Deliberately absent: the host, its store and its broker; and any learning. This is the only package of the host that uses
 * HiveMQ's client: Paho needs threads of its own for every connection.
 */
package io.edgedfa.host.simulate;
