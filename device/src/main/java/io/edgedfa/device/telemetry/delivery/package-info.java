/**
 * What an edge node says next: the values that births declare, which of them are news, and which numbered entries go out, live or
 * once more.
 *
 * <p>{@link io.edgedfa.device.telemetry.delivery.NodeMetrics} knows every metric and its alias;
 * {@link io.edgedfa.device.telemetry.delivery.SendWindow} is the sending side of a go-back-N protocol whose receiver acknowledges
 * what it has committed; {@link io.edgedfa.device.telemetry.delivery.NodeInbox} and
 * {@link io.edgedfa.device.telemetry.delivery.PrimaryHost} are what hosts say.
 *
 * <p>Invariant: pure; no broker, thread, clock or store in here, time is passed in, everything has a bound. Not thread-safe.
 *
 * <p>Neighbours: {@code device.telemetry} asks and sends; the application puts the store behind
 * {@link io.edgedfa.device.telemetry.delivery.Outgoing}.
 */
package io.edgedfa.device.telemetry.delivery;
