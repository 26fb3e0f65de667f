/**
 * What the board tells the world: Sparkplug B 3.0 over MQTT 3.1.1.
 *
 * <p>{@link io.edgedfa.device.telemetry.EdgeNode} is the way in: the learning loop reports metrics, one daemon thread keeps the
 * connection ({@code EdgeSession}) and publishes what changed ({@code MetricTable}).
 * {@link io.edgedfa.device.telemetry.sparkplug.PayloadCodec} and {@link io.edgedfa.device.telemetry.sparkplug.Topic} are the wire format.
 *
 * <p>Invariant: nothing here can stop or slow the learning loop; the broker may be away for ever. Memory and waiting times have
 * limits. Deliberately absent: Paho's automatic reconnect and its offline buffer, which lose messages and threads.
 *
 * <p>Neighbours: the learning loop hands over metrics; {@code host.fleet} decodes the same payloads with the same codec.
 */
package io.edgedfa.device.telemetry;
