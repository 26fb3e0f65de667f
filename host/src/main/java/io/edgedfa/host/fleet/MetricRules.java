package io.edgedfa.host.fleet;

import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.ACCURACY;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.BD_SEQ;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.COMMAND;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.EVENT;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.LEARNING_RATE;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.NODE_CONTROL;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.OUTBOX_ACKNOWLEDGED;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.OUTBOX_NUMBER;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.OUTBOX_PREVIOUS;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.OUTBOX_STORE;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.RESIDENT_BYTES;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.SAMPLES;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.STEP_P50_MICROS;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.STEP_P99_MICROS;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.UPDATES;
import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.UPTIME_MILLIS;

import java.util.Set;

/** Which reported metrics are kept, and which values of them make sense. */
final class MetricRules {
    private static final Set<String> NOT_NEGATIVE = Set.of(
            SAMPLES, UPDATES, LEARNING_RATE, STEP_P50_MICROS, STEP_P99_MICROS, RESIDENT_BYTES, UPTIME_MILLIS);
    private static final Set<String> OF_DELIVERY = Set.of(OUTBOX_STORE, OUTBOX_NUMBER, OUTBOX_PREVIOUS, OUTBOX_ACKNOWLEDGED);
    private static final int MAX_NAME_LENGTH = 255;

    private MetricRules() {}

    /** Whether this is the name of something measured, short enough to keep. */
    static boolean isReport(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH && name.chars().noneMatch(Character::isISOControl)
                && !name.equals(BD_SEQ) && !name.startsWith(NODE_CONTROL) && !name.startsWith(EVENT) && !name.startsWith(COMMAND)
                && !OF_DELIVERY.contains(name);
    }

    /** Whether the metric can have this number; any finite number will do for a metric not agreed on. */
    static boolean plausible(String name, double value) {
        return Double.isFinite(value)
                && (!name.equals(ACCURACY) || value >= 0 && value <= 1)
                && (value >= 0 || !NOT_NEGATIVE.contains(name));
    }
}
