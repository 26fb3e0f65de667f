package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One board's metrics: what its birth certificates declared, and the last values. */
final class BoardMemory {
    /** A board's clock may be wrong; one further off than this is corrected by the host's. */
    static final long CLOCK_TOLERANCE_MS = 60_000;
    private static final int MAX_TEXT_LENGTH = 256;
    private static final int MAX_CONFUSION_LENGTH = 4_096;

    /** What a message said: the numbers, to be stored, and what is no reading. */
    record Said(List<Reading> readings, OutboxEntry entry) {}

    private final BoardId id;
    private final int maxMetrics;
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, DataType> types = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private Map<String, Object> shown; // a copy of values; null once they have changed

    BoardMemory(BoardId id, int maxMetrics) {
        this.id = id;
        this.maxMetrics = maxMetrics;
    }

    /** The last value of each metric; unmodifiable, and the same map until one changes. */
    Map<String, Object> values() {
        if (shown == null) {
            shown = Map.copyOf(values);
        }
        return shown;
    }

    /** The last value of the metric as text; null for none. */
    String text(String metric) {
        return values.get(metric) instanceof String text ? text : null;
    }

    /** Takes a value from the store. */
    void restore(String metric, Object value) {
        values.put(metric, value);
        shown = null;
    }

    void forgetValues() {
        values.clear();
        shown = null;
    }

    /** A new birth certificate replaces every declaration. */
    void forgetDeclarations() {
        names.clear();
        types.clear();
    }

    /** Takes names, aliases and types from a birth certificate. */
    void declare(String prefix, Payload birth) {
        for (Metric metric : birth.metrics()) {
            if (metric.name() == null) {
                continue;
            }
            String name = prefix + metric.name();
            boolean ofEntry = OutboxEntry.takes(name);
            if (!ofEntry && (!MetricRules.isReport(name) || types.size() >= maxMetrics)) {
                continue;
            }
            if (metric.type() != null) {
                types.put(name, metric.type());
            }
            if (metric.alias() != Metric.NO_ALIAS && (ofEntry || names.size() < maxMetrics)) {
                names.put(metric.alias(), name);
            }
        }
    }

    /**
     * Takes the values of a message.
     *
     * @param trustAliases false while declarations may be outdated: metrics that travel by alias alone are skipped
     */
    Said take(String prefix, Payload payload, boolean trustAliases, long nowMs) {
        Said said = new Said(new ArrayList<>(), new OutboxEntry());
        for (Metric metric : payload.metrics()) {
            String name = metric.name() != null ? prefix + metric.name() : trustAliases ? names.get(metric.alias()) : null;
            if (name != null) {
                boolean late = metric.historical() || OutboxEntry.takes(name); // an event is of its time, however late it comes
                take(name, metric, timeOf(metric, late, payload.timestamp(), nowMs), said);
            }
        }
        return said;
    }

    private void take(String name, Metric metric, long timeMs, Said said) {
        Object value = meaning(metric, types.get(name));
        if (OutboxEntry.takes(name)) {
            if (value != null) {
                said.entry().put(name, value, timeMs);
            }
            return;
        }
        if (value == null || !MetricRules.isReport(name)
                || value instanceof Number number && !MetricRules.plausible(name, number.doubleValue())) {
            return;
        }
        Object kept = value instanceof String text ? shortened(name, text) : value;
        if (!metric.historical() && (values.size() < maxMetrics || values.containsKey(name)) && !kept.equals(values.put(name, kept))) {
            shown = null;
        }
        boolean known = values.containsKey(name) || types.containsKey(name);
        if (known && timeMs > 0 && value instanceof Number number) {
            said.readings().add(new Reading(id, name, timeMs, number.doubleValue()));
        }
    }

    /**
     * When the value was true, by the host's clock: the board's word, corrected where the board's clock is off, which shows in
     * when it says it sends. A current value still in doubt is of now; 0 for a late one without a time.
     */
    private static long timeOf(Metric metric, boolean late, long payloadMs, long nowMs) {
        long said = metric.timestamp() > 0 ? metric.timestamp() : payloadMs;
        if (said > 0 && payloadMs > 0 && Math.abs(payloadMs - nowMs) > CLOCK_TOLERANCE_MS) {
            said += nowMs - payloadMs;
        }
        boolean inFuture = said > nowMs + CLOCK_TOLERANCE_MS;
        return inFuture || !late && said < nowMs - CLOCK_TOLERANCE_MS ? nowMs : said;
    }

    /** The value in the declared type; null for none or one that is not of that type. */
    private static Object meaning(Metric metric, DataType declared) {
        DataType type = metric.type() != null ? metric.type() : declared;
        Object value = metric.value();
        if (type != null && value instanceof Long wire && type.accepts(0L)) {
            value = type.fromWire(wire);
        }
        return value == null || type != null && !type.accepts(value) ? null : value;
    }

    private static String shortened(String name, String text) {
        int most = name.equals(BoardMetrics.CONFUSION) ? MAX_CONFUSION_LENGTH : MAX_TEXT_LENGTH;
        return text.length() > most ? text.substring(0, most) : text;
    }
}
