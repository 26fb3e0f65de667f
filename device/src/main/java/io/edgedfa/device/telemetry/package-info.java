/**
 * What the board tells the world: Sparkplug B 3.0 over MQTT.
 *
 * <p>Invariant: nothing here can stop or slow the learning loop; the broker may be away for ever. The codec is shared with
 * the host. Neighbours: the learning loop hands over metrics; {@code host.fleet} decodes the same payloads.
 */
package io.edgedfa.device.telemetry;
