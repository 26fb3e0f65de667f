package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.host.store.BoardId;
import io.edgedfa.host.store.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One board's metrics: what its birth certificates declared, and the last values. */
final class BoardMemory {
    /** A board's clock may be wrong; a current value further off than this is given the host's time. */
    static final long CLOCK_TOLERANCE_MS = 60_000;
    private static final int MAX_TEXT_LENGTH = 256;

    private final BoardId id;
    private final int maxMetrics;
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, DataType> types = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();

    BoardMemory(BoardId id, int maxMetrics) {
        this.id = id;
        this.maxMetrics = maxMetrics;
    }

    Map<String, Object> values() {
        return values;
    }

    /** A new birth certificate replaces every declaration. */
    void forgetDeclarations() {
        names.clear();
        types.clear();
    }

    /** Takes names, aliases and types from a birth certificate. */
    void declare(String prefix, Payload birth) {
        for (Metric metric : birth.metrics()) {
            if (metric.name() == null || !MetricRules.isReport(prefix + metric.name()) || types.size() >= maxMetrics) {
                continue;
            }
            if (metric.type() != null) {
                types.put(prefix + metric.name(), metric.type());
            }
            if (metric.alias() != Metric.NO_ALIAS && names.size() < maxMetrics) {
                names.put(metric.alias(), prefix + metric.name());
            }
        }
    }

    /**
     * Takes the values of a message.
     *
     * @param trustAliases false while declarations may be outdated: metrics that travel by alias alone are skipped
     * @return the numbers, to be stored
     */
    List<Reading> take(String prefix, Payload payload, boolean trustAliases, long nowMs) {
        List<Reading> readings = new ArrayList<>();
        for (Metric metric : payload.metrics()) {
            String name = metric.name() != null ? prefix + metric.name() : trustAliases ? names.get(metric.alias()) : null;
            if (name != null && MetricRules.isReport(name)) {
                take(name, metric, payload.timestamp(), nowMs, readings);
            }
        }
        return readings;
    }

    private void take(String name, Metric metric, long payloadMs, long nowMs, List<Reading> readings) {
        Object value = meaning(metric, types.get(name));
        if (value == null || value instanceof Number number && !MetricRules.plausible(name, number.doubleValue())) {
            return;
        }
        if (!metric.historical() && values.size() < maxMetrics) {
            values.put(name, value);
        } else if (!metric.historical()) {
            values.replace(name, value);
        }
        boolean known = values.containsKey(name) || types.containsKey(name);
        long timeMs = timeOf(metric, payloadMs, nowMs);
        if (known && timeMs > 0 && value instanceof Number number) {
            readings.add(new Reading(id, name, timeMs, number.doubleValue()));
        }
    }

    /** When the value was true: the board's word where it can be, else the host's time, or 0 for a late value without one. */
    private static long timeOf(Metric metric, long payloadMs, long nowMs) {
        long said = metric.timestamp() > 0 ? metric.timestamp() : payloadMs;
        if (metric.historical()) {
            return said <= nowMs + CLOCK_TOLERANCE_MS ? said : 0;
        }
        return Math.abs(said - nowMs) <= CLOCK_TOLERANCE_MS ? said : nowMs;
    }

    /** The value in the declared type; null for none or one that is not of that type. */
    private static Object meaning(Metric metric, DataType declared) {
        DataType type = metric.type() != null ? metric.type() : declared;
        Object value = metric.value();
        if (type != null && value instanceof Long wire && type.accepts(0L)) {
            value = type.fromWire(wire);
        }
        if (value == null || type != null && !type.accepts(value)) {
            return null;
        }
        return value instanceof String text && text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) : value;
    }
}
