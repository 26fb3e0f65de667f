package io.edgedfa.device.agent;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * What the loop knows of itself at one moment.
 *
 * @param samples       samples seen
 * @param updates       steps taken
 * @param accuracy      prequential accuracy over the sliding window, 0 to 1; NaN before the first sample
 * @param loss          faded mean of the prequential loss; NaN before the first sample
 * @param learningRate  0 when not learning
 * @param stepP50Micros median duration of the steps since the last report that had any, microseconds
 * @param stepP99Micros 99th percentile likewise
 */
public record LearningReport(
        long samples, long updates, double accuracy, double loss, double learningRate, long stepP50Micros, long stepP99Micros) {
    /** As Sparkplug metrics. @param timestamp milliseconds since 1970 UTC */
    public List<Metric> metrics(long timestamp) {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.of(BoardMetrics.SAMPLES, timestamp, samples));
        metrics.add(Metric.of(BoardMetrics.UPDATES, timestamp, updates));
        if (samples > 0) {
            metrics.add(Metric.of(BoardMetrics.ACCURACY, timestamp, accuracy));
            metrics.add(Metric.of(BoardMetrics.LOSS, timestamp, loss));
        }
        metrics.add(Metric.of(BoardMetrics.LEARNING_RATE, timestamp, learningRate));
        if (updates > 0) {
            metrics.add(Metric.of(BoardMetrics.STEP_P50_MICROS, timestamp, stepP50Micros));
            metrics.add(Metric.of(BoardMetrics.STEP_P99_MICROS, timestamp, stepP99Micros));
        }
        return metrics;
    }
}
