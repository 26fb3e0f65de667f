/**
 * Predictions on their way out, as lines of JSON: to standard output or a file, and to an MQTT topic.
 *
 * <p>Invariant: handing a prediction over never blocks; what cannot be written is counted. Neighbours: {@code device.app.run} hands
 * over what {@code device.agent} predicted.
 */
package io.edgedfa.device.app.prediction;
