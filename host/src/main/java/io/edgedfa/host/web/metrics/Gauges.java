package io.edgedfa.host.web.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;

/** Snapshots of values that are kept elsewhere. */
final class Gauges {
    private Gauges() {}

    /** A gauge to be filled. @param unit null for a plain number; else the name ends with it */
    static GaugeSnapshot.Builder gauge(String name, String help, Unit unit) {
        return GaugeSnapshot.builder().name(name).help(help).unit(unit);
    }

    static MetricSnapshot gauge(String name, String help, double value) {
        GaugeSnapshot.Builder gauge = gauge(name, help, null);
        add(gauge, Labels.EMPTY, value);
        return gauge.build();
    }

    static MetricSnapshot counter(String name, String help, long value) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        add(counter, Labels.EMPTY, value);
        return counter.build();
    }

    /** Adds a series; none for a value that is not known. */
    static void add(GaugeSnapshot.Builder gauge, Labels labels, Number value) {
        if (value != null) {
            gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build());
        }
    }

    /** Adds a series; none for a value that is not known. */
    static void add(CounterSnapshot.Builder counter, Labels labels, Number value) {
        if (value != null && value.doubleValue() >= 0) {
            counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build());
        }
    }
}
