package io.edgedfa.device.agent;

import io.edgedfa.device.telemetry.Metric;
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
    public static final String SAMPLES = "learning/samples";
    public static final String UPDATES = "learning/updates";
    public static final String ACCURACY = "learning/accuracy";
    public static final String LOSS = "learning/loss";
    public static final String RATE = "learning/rate";
    public static final String STEP_P50 = "learning/step_p50_micros";
    public static final String STEP_P99 = "learning/step_p99_micros";
    public static final String RULE = "learning/rule";
    public static final String MODEL_ID = "model/id";
    public static final String MODEL_VERSION = "model/version";

    /** As Sparkplug metrics. @param timestamp milliseconds since 1970 UTC */
    public List<Metric> metrics(long timestamp) {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.of(SAMPLES, timestamp, samples));
        metrics.add(Metric.of(UPDATES, timestamp, updates));
        if (samples > 0) {
            metrics.add(Metric.of(ACCURACY, timestamp, accuracy));
            metrics.add(Metric.of(LOSS, timestamp, loss));
        }
        metrics.add(Metric.of(RATE, timestamp, learningRate));
        if (updates > 0) {
            metrics.add(Metric.of(STEP_P50, timestamp, stepP50Micros));
            metrics.add(Metric.of(STEP_P99, timestamp, stepP99Micros));
        }
        return metrics;
    }
}
