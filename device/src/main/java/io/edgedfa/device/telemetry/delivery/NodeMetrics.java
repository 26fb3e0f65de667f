package io.edgedfa.device.telemetry.delivery;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every metric of the node and of its device: the latest values, what of them is news, and entries in the births' aliases. */
public final class NodeMetrics {
    private final MetricTable node = new MetricTable(0);
    private final MetricTable device = new MetricTable(1);
    private String refusal;

    /** Has births of the node declare what numbered entries, events, commands and answers consist of, and the host's acknowledgements. */
    public void declareEntries(long nowMs) {
        declareNumbers(node, nowMs);
        for (String name : List.of(BoardMetrics.EVENT_KIND, BoardMetrics.EVENT_TEXT, BoardMetrics.COMMAND_ID, BoardMetrics.COMMAND_NAME,
                BoardMetrics.COMMAND_ARGUMENT, BoardMetrics.COMMAND_STATE, BoardMetrics.COMMAND_REASON)) {
            node.declare(name, DataType.STRING, nowMs);
        }
        node.declare(BoardMetrics.COMMAND_EXPIRES_MILLIS, DataType.INT64, nowMs);
        node.declare(BoardMetrics.OUTBOX_ACKNOWLEDGED, DataType.INT64, nowMs);
    }

    private static void declareNumbers(MetricTable table, long nowMs) {
        table.declare(BoardMetrics.OUTBOX_NUMBER, DataType.INT64, nowMs);
        table.declare(BoardMetrics.OUTBOX_PREVIOUS, DataType.INT64, nowMs);
    }

    /** Takes the newest values in. A metric that cannot be sent is left out. */
    public void put(boolean ofDevice, List<Metric> metrics) {
        for (Metric metric : metrics) {
            try {
                table(ofDevice).put(metric);
            } catch (RuntimeException e) { // learning goes on, whatever is wrong with a metric
                refusal = String.valueOf(e.getMessage());
            }
        }
    }

    /** Takes in what a new entry says. It goes out as an entry, so it is no news; what is no reading has no place in births. */
    public void know(Outgoing.Numbered entry) {
        declareNumbers(table(entry.ofDevice()), entry.timeMs());
        for (Metric metric : entry.metrics()) {
            try {
                if (reading(metric)) {
                    table(entry.ofDevice()).know(metric);
                }
            } catch (RuntimeException e) {
                refusal = String.valueOf(e.getMessage());
            }
        }
    }

    private static boolean reading(Metric metric) {
        String name = String.valueOf(metric.name());
        return !name.startsWith(BoardMetrics.EVENT) && !name.startsWith(BoardMetrics.COMMAND);
    }

    /** Has births declare the metrics of an old entry, which this process may never have measured. */
    public void declare(Outgoing.Numbered entry) {
        declareNumbers(table(entry.ofDevice()), entry.timeMs());
        for (Metric metric : entry.metrics()) {
            try {
                table(entry.ofDevice()).declare(metric.name(), metric.type(), metric.timestamp());
            } catch (RuntimeException e) {
                refusal = String.valueOf(e.getMessage());
            }
        }
    }

    /** An entry as a message: its number, unless that is of no use, and what births declare of its metrics. */
    public List<Metric> message(Outgoing.Numbered entry, boolean numbered, boolean historical) {
        List<Metric> message = new ArrayList<>(entry.metrics().size() + 2);
        if (numbered) {
            add(message, entry, Metric.of(BoardMetrics.OUTBOX_NUMBER, entry.timeMs(), entry.number()), historical);
            add(message, entry, Metric.of(BoardMetrics.OUTBOX_PREVIOUS, entry.timeMs(), entry.previous()), historical);
        }
        for (Metric metric : entry.metrics()) {
            add(message, entry, metric, historical);
        }
        return message;
    }

    private void add(List<Metric> message, Outgoing.Numbered entry, Metric metric, boolean historical) {
        Optional<Metric> known = table(entry.ofDevice()).byAlias(metric, historical);
        known.ifPresentOrElse(message::add, () -> refusal = "metric '" + metric.name() + "' of entry " + entry.number()
                + " is not declared, or as another type");
    }

    /** Whether the births that are out no longer declare everything. */
    public boolean birthNeeded(boolean ofDevice) {
        return table(ofDevice).birthNeeded();
    }

    /** Whether there is anything the world does not know. */
    public boolean waiting() {
        return node.waiting() || device.waiting();
    }

    /** What a birth declares; it is known from now on. */
    public List<Metric> birth(boolean ofDevice) {
        return table(ofDevice).birth();
    }

    /** What changed; it is known from now on. */
    public List<Metric> changes(boolean ofDevice) {
        return table(ofDevice).changes();
    }

    /** Why a metric was last left out, once. */
    public Optional<String> takeRefusal() {
        Optional<String> taken = Optional.ofNullable(refusal);
        refusal = null;
        return taken;
    }

    private MetricTable table(boolean ofDevice) {
        return ofDevice ? device : node;
    }
}
