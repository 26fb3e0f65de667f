package io.edgedfa.device.agent;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * What the loop knows of itself at one moment.
 *
 * @param samples       samples seen, those of the processes before included
 * @param scored        samples whose label came, and was compared with the prediction
 * @param updates       steps taken, likewise
 * @param accuracy      prequential accuracy over the sliding window, 0 to 1; NaN before the first label
 * @param fadedAccuracy the same, older samples weighing less; NaN before the first label
 * @param loss          faded mean of the prequential loss; NaN before the first label
 * @param recalls       recall per class, recent samples weighing more, NaN for a class not seen; empty for many classes
 * @param confusion     counts by label and predicted class, rows joined by {@code ;}; empty for many classes
 * @param learningRate  0 when not learning
 * @param stepP50Micros median duration of the steps since the last report that had any, microseconds
 * @param stepP99Micros 99th percentile likewise
 * @param late          samples that wait for a label, labels that came for none, samples whose label did not come in time
 * @param rejected      samples and labels that could not be used
 * @param heldOut       accuracy on the held-out set at the last check; NaN without
 * @param rollbacks     rollbacks not yet forgiven
 * @param paused        why learning pauses; empty when it does not
 */
public record LearningReport(long samples, long scored, long updates, double accuracy, double fadedAccuracy, double loss, double[] recalls,
        String confusion, double learningRate, long stepP50Micros, long stepP99Micros, Late late, long rejected, double heldOut, int rollbacks, String paused) {

    /** Labels that come later. */
    public record Late(int waiting, long unmatched, long expired) {}

    /** As Sparkplug metrics. @param timestamp milliseconds since 1970 UTC */
    public List<Metric> metrics(long timestamp) {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.of(BoardMetrics.SAMPLES, timestamp, samples));
        metrics.add(Metric.of(BoardMetrics.SCORED, timestamp, scored));
        metrics.add(Metric.of(BoardMetrics.UPDATES, timestamp, updates));
        addKnown(metrics, BoardMetrics.ACCURACY, timestamp, accuracy);
        addKnown(metrics, BoardMetrics.FADED_ACCURACY, timestamp, fadedAccuracy);
        addKnown(metrics, BoardMetrics.LOSS, timestamp, loss);
        for (int k = 0; k < recalls.length; k++) {
            addKnown(metrics, BoardMetrics.RECALL + k, timestamp, recalls[k]);
        }
        if (scored > 0 && !confusion.isEmpty()) {
            metrics.add(Metric.of(BoardMetrics.CONFUSION, timestamp, confusion));
        }
        metrics.add(Metric.of(BoardMetrics.LEARNING_RATE, timestamp, learningRate));
        if (stepP99Micros > 0) {
            metrics.add(Metric.of(BoardMetrics.STEP_P50_MICROS, timestamp, stepP50Micros));
            metrics.add(Metric.of(BoardMetrics.STEP_P99_MICROS, timestamp, stepP99Micros));
        }
        metrics.add(Metric.of(BoardMetrics.LABELS_WAITING, timestamp, late.waiting()));
        metrics.add(Metric.of(BoardMetrics.LABELS_UNMATCHED, timestamp, late.unmatched()));
        metrics.add(Metric.of(BoardMetrics.LABELS_EXPIRED, timestamp, late.expired()));
        metrics.add(Metric.of(BoardMetrics.REJECTED, timestamp, rejected));
        addKnown(metrics, BoardMetrics.HELD_OUT_ACCURACY, timestamp, heldOut);
        metrics.add(Metric.of(BoardMetrics.ROLLBACKS, timestamp, rollbacks));
        metrics.add(Metric.of(BoardMetrics.PAUSED, timestamp, paused));
        return metrics;
    }

    private static void addKnown(List<Metric> metrics, String name, long timestamp, double value) {
        if (!Double.isNaN(value)) {
            metrics.add(Metric.of(name, timestamp, value));
        }
    }
}
