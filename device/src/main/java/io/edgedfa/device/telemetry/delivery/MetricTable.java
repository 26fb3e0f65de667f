package io.edgedfa.device.telemetry.delivery;

import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The latest value of every metric of a node or a device, and which of them the host does not know yet. Memory is bounded by
 * {@link #MAX_METRICS} times {@link #MAX_METRIC_BYTES}, which fits one payload. Not thread-safe.
 */
final class MetricTable {
    static final int MAX_METRICS = 400;
    static final int MAX_METRIC_BYTES = 4_096;

    private final long firstAlias;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private boolean birthNeeded;
    private boolean changed;

    private static final class Row {
        final long alias;
        Metric latest;
        boolean changed;

        Row(long alias) {
            this.alias = alias;
        }
    }

    /** Aliases are unique in an edge node, so each of its tables numbers from its own start. */
    MetricTable(int number) {
        this.firstAlias = (long) number * MAX_METRICS;
    }

    /**
     * Takes the newest value of a metric in.
     *
     * @throws IllegalArgumentException if it cannot be sent; the table is then as before
     */
    void put(Metric metric) {
        put(metric, true);
    }

    /** As {@link #put}, for a value that goes out by another way: it is in the next birth, and in no {@link #changes}. */
    void know(Metric metric) {
        put(metric, false);
    }

    private void put(Metric metric, boolean news) {
        Row row = row(metric);
        if (row.latest == null || row.latest.type() != metric.type()) {
            birthNeeded = true;
        } else if (news && !Objects.equals(row.latest.value(), metric.value())) {
            row.changed = true;
            changed = true;
        }
        row.latest = metric;
    }

    /** Has births declare a metric that has no value, if there is none of that name. */
    void declare(String name, DataType type, long timestamp) {
        if (!rows.containsKey(name)) {
            put(new Metric(name, Metric.NO_ALIAS, timestamp, type, null, false), false);
        }
    }

    private Row row(Metric metric) {
        if (metric.name() == null || metric.type() == null) {
            throw new IllegalArgumentException("metric " + metric + " has no name or no type; births need both");
        }
        int bytes = PayloadCodec.metricBytes(metric);
        if (bytes > MAX_METRIC_BYTES) {
            throw new IllegalArgumentException("metric '" + metric.name().substring(0, Math.min(64, metric.name().length()))
                    + "' has " + bytes + " bytes, allowed are " + MAX_METRIC_BYTES);
        }
        Row row = rows.get(metric.name());
        if (row == null) {
            if (rows.size() == MAX_METRICS) {
                throw new IllegalArgumentException("metric '" + metric.name() + "' is one too many, allowed are " + MAX_METRICS);
            }
            row = new Row(firstAlias + rows.size());
            rows.put(metric.name(), row);
        }
        return row;
    }

    /** A value as DATA messages carry it; empty if births declare no such metric, or one of another type. */
    Optional<Metric> byAlias(Metric metric, boolean historical) {
        Row row = rows.get(metric.name());
        return row == null || row.latest.type() != metric.type() ? Optional.empty() : Optional.of(
                new Metric(null, row.alias, metric.timestamp(), metric.type(), metric.value(), historical));
    }

    /** Whether a metric came or changed its type since the last birth. */
    boolean birthNeeded() {
        return birthNeeded;
    }

    /** Whether there is anything the host does not know. */
    boolean waiting() {
        return birthNeeded || changed;
    }

    /** Every metric with its name, alias, type and latest value: what a birth certificate declares. Marks all as known. */
    List<Metric> birth() {
        birthNeeded = false;
        changed = false;
        List<Metric> all = new ArrayList<>(rows.size());
        for (Row row : rows.values()) {
            row.changed = false;
            Metric latest = row.latest;
            all.add(new Metric(latest.name(), row.alias, latest.timestamp(), latest.type(), latest.value(), latest.historical()));
        }
        return all;
    }

    /** The metrics whose value changed, by alias alone. Marks them as known. */
    List<Metric> changes() {
        changed = false;
        List<Metric> some = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.changed) {
                row.changed = false;
                Metric latest = row.latest;
                some.add(new Metric(null, row.alias, latest.timestamp(), latest.type(), latest.value(), latest.historical()));
            }
        }
        return some;
    }
}
