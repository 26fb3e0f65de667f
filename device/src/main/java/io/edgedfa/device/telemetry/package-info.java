/**
 * What the board tells the world: Sparkplug B 3.0 over MQTT 3.1.1.
 *
 * <p>{@link io.edgedfa.device.telemetry.EdgeNode} is the way in: other threads hand metrics and stored entries over
 * ({@code Handover}), one daemon thread keeps the Sparkplug session ({@code EdgeSession}) and sends ({@code Delivery}) what the room
 * {@code delivery} says.
 * {@link io.edgedfa.device.telemetry.SampleLink} is a connection of its own for samples in and predictions out, which the loop
 * polls. {@link io.edgedfa.device.telemetry.MqttConnection} is the one place that knows Paho and its faults; board and host
 * connect through it, with {@link io.edgedfa.device.telemetry.BrokerLink} where a subscription is all it takes.
 *
 * <p>Invariant: nothing here can stop or slow the learning loop; the broker may be away for ever. Memory and waiting times have
 * limits. Deliberately absent: Paho's automatic reconnect and its offline buffer, which lose messages and threads.
 *
 * <p>Neighbours: the learning loop hands over metrics; {@code sparkplug} is the wire format; {@code host.fleet} listens with
 * {@code BrokerLink}.
 */
package io.edgedfa.device.telemetry;
