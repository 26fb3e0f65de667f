package io.edgedfa.device.agent;

import io.edgedfa.device.store.Entry;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reports as entries of the outbox: Sparkplug payloads without seq, with names and types, of the metrics that changed since the
 * last entry that is on disk. Not thread-safe.
 */
final class ReportEntries {
    private final Map<String, Object> learner = new HashMap<>();
    private final Map<String, Object> machine = new HashMap<>();

    /**
     * Empty where nothing changed.
     *
     * @throws IllegalArgumentException if a metric cannot be encoded, or an entry would be too long
     */
    List<Entry.Report> of(Report report) {
        List<Entry.Report> entries = new ArrayList<>(2);
        add(entries, Entry.Kind.LEARNER, report, changed(learner, report.learner()));
        add(entries, Entry.Kind.MACHINE, report, changed(machine, report.machine()));
        return entries;
    }

    /** The report's entries are on disk. */
    void kept(Report report) {
        report.learner().forEach(metric -> learner.put(metric.name(), metric.value()));
        report.machine().forEach(metric -> machine.put(metric.name(), metric.value()));
    }

    /** The next entries have everything: those before are in another store. */
    void forget() {
        learner.clear();
        machine.clear();
    }

    private static List<Metric> changed(Map<String, Object> known, List<Metric> metrics) {
        return metrics.stream().filter(metric -> !known.containsKey(metric.name())
                || !Objects.equals(known.get(metric.name()), metric.value())).toList();
    }

    private static void add(List<Entry.Report> entries, Entry.Kind kind, Report report, List<Metric> metrics) {
        if (!metrics.isEmpty()) {
            entries.add(new Entry.Report(kind, report.timeMs(), PayloadCodec.encode(new Payload(report.timeMs(), Payload.NO_SEQ, metrics))));
        }
    }
}
