package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import java.nio.file.Path;

/**
 * Where predictions go.
 *
 * @param standardOutput as JSON lines on standard output
 * @param file           as JSON lines in a file; null for none
 * @param maxBytes       size at which the file begins anew, its former content beside it
 * @param topic          MQTT topic, on the broker of the samples; empty for none
 */
public record PredictionsConfig(boolean standardOutput, Path file, long maxBytes, String topic) {

    static PredictionsConfig read(ConfigReader reader) {
        String to = reader.string("predictions.to", "");
        return new PredictionsConfig(
                to.equals("-"),
                to.isEmpty() || to.equals("-") ? null : reader.path("predictions.to", null),
                reader.integer("predictions.max-bytes", 10_000_000L, 1_000, 1L << 40),
                reader.parsed("predictions.topic", "", "a topic without + and #", topic -> {
                    if (topic.contains("+") || topic.contains("#") || topic.startsWith("$")) {
                        throw new IllegalArgumentException(topic);
                    }
                    return topic;
                }));
    }

    /** Whether they go anywhere. */
    public boolean isWanted() {
        return standardOutput || file != null || !topic.isEmpty();
    }
}
