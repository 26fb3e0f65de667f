/**
 * Sparkplug B 3.0 as values and bytes: payloads, their metrics, topics, and the metric names boards and host agreed on.
 *
 * <p>{@link io.edgedfa.device.telemetry.sparkplug.PayloadCodec} is the way between {@code Payload} and protobuf bytes,
 * {@link io.edgedfa.device.telemetry.sparkplug.Topic} between ids and topic names.
 *
 * <p>Invariant: pure. The same value gives the same bytes; bytes that may come from anyone give a value or a
 * {@link io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException}, within limits of memory. Deliberately absent: the MQTT
 * client, the clock, threads, files and sockets.
 *
 * <p>Neighbours: {@code device.telemetry} sends these from the board, {@code host.fleet} reads them; this uses neither, nor
 * anything else of the project.
 */
package io.edgedfa.device.telemetry.sparkplug;
