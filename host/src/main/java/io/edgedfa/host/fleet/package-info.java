/**
 * The boards as they are now, kept from what they report over MQTT Sparkplug B, and the means to hear them.
 *
 * <p>Invariant: nothing a board sends can stop the host. A message is counted and dropped when it is malformed, too large or
 * too many; a gap in a board's sequence costs a request for a new birth certificate, never a wrong value. A board is shown
 * online only while the host really hears it. What a board numbers is acknowledged when it is committed, never before, so that a
 * queue may drop it. {@link io.edgedfa.host.fleet.FleetState} decides all that without threads, IO or a clock of its own;
 * {@link io.edgedfa.host.fleet.Fleet} runs it. Of several hosts on one database each follows its share of the boards. This is the only package of the host with an MQTT client,
 * the {@code BrokerLink} it shares with the boards, and it holds the embedded broker.
 *
 * <p>Neighbours: payloads are decoded by {@code device.telemetry.sparkplug}, history goes to {@code host.store},
 * {@code host.web} shows {@link io.edgedfa.host.fleet.BoardView}s.
 */
package io.edgedfa.host.fleet;
