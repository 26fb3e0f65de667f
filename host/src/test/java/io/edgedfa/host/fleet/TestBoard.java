package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.EdgeNode;
import io.edgedfa.device.telemetry.EdgeNodeSettings;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A board that learns on demand: the product's own edge node, with made up numbers. */
public final class TestBoard implements AutoCloseable {
    private final EdgeNode node;
    private final String rule;
    private long samples;

    public TestBoard(String brokerUri, String group, String edge, String rule) {
        EdgeNodeSettings settings = EdgeNodeSettings.of(URI.create(brokerUri), group, edge, BoardMetrics.LEARNER)
                .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMillis(500));
        this.node = new EdgeNode(settings);
        this.rule = rule;
        long now = System.currentTimeMillis();
        node.reportNode(List.of(
                Metric.of(BoardMetrics.RESIDENT_BYTES, now, 151_000_000),
                Metric.of(BoardMetrics.UPTIME_MILLIS, now, 1_000),
                Metric.of(BoardMetrics.CPU_TEMPERATURE, now, 51.5),
                Metric.of(BoardMetrics.OUTBOX_WAITING, now, 0),
                Metric.of(BoardMetrics.PRODUCT_VERSION, now, "0.1.0"),
                Metric.of(BoardMetrics.OS_ARCH, now, "aarch64"),
                Metric.of(BoardMetrics.JAVA_VERSION, now, "17.0.15")));
    }

    public TestBoard start() {
        node.start();
        return this;
    }

    /** Reports as after another 64 samples. */
    public void report(double accuracy, double loss) {
        samples += 64;
        long now = System.currentTimeMillis();
        node.report(List.of(
                Metric.of(BoardMetrics.SAMPLES, now, samples),
                Metric.of(BoardMetrics.UPDATES, now, samples / 64),
                Metric.of(BoardMetrics.ACCURACY, now, accuracy),
                Metric.of(BoardMetrics.LOSS, now, loss),
                Metric.of(BoardMetrics.LEARNING_RATE, now, 0.05),
                Metric.of(BoardMetrics.STEP_P50_MICROS, now, 2_112),
                Metric.of(BoardMetrics.STEP_P99_MICROS, now, 2_950),
                Metric.of(BoardMetrics.RULE, now, rule),
                Metric.of(BoardMetrics.MODEL_ID, now, "mnist-mlp"),
                Metric.of(BoardMetrics.MODEL_VERSION, now, "3")));
    }

    /** Says goodbye (NDEATH) and disconnects. */
    @Override
    public void close() {
        node.close();
    }
}
