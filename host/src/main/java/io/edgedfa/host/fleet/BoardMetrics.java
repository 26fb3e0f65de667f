package io.edgedfa.host.fleet;

import java.util.Set;

/** The metric names boards and host have agreed on, and which values make sense. */
public final class BoardMetrics {
    /** Sparkplug device id of the learning loop; metrics of other devices are known as {@code device/name}. */
    public static final String LEARNER = "learner";

    public static final String SAMPLES = "learning/samples";
    public static final String UPDATES = "learning/updates";
    /** Share of right answers over a sliding window, 0 to 1, each sample judged before it is learnt. */
    public static final String ACCURACY = "learning/accuracy";
    public static final String LOSS = "learning/loss";
    public static final String LEARNING_RATE = "learning/rate";
    public static final String STEP_P50_MICROS = "learning/step_p50_micros";
    public static final String STEP_P99_MICROS = "learning/step_p99_micros";
    public static final String RULE = "learning/rule";
    public static final String MODEL_ID = "model/id";
    public static final String MODEL_VERSION = "model/version";
    public static final String RESIDENT_BYTES = "process/resident_bytes";
    public static final String UPTIME_MILLIS = "process/uptime_millis";
    public static final String PRODUCT_VERSION = "product/version";
    public static final String OS_ARCH = "product/os_arch";
    public static final String JAVA_VERSION = "product/java";

    static final String BD_SEQ = "bdSeq";
    static final String NODE_CONTROL = "Node Control/";
    static final String REBIRTH = NODE_CONTROL + "Rebirth";

    private static final Set<String> NOT_NEGATIVE = Set.of(
            SAMPLES, UPDATES, LEARNING_RATE, STEP_P50_MICROS, STEP_P99_MICROS, RESIDENT_BYTES, UPTIME_MILLIS);
    private static final int MAX_NAME_LENGTH = 255;

    private BoardMetrics() {}

    /** Whether this is the name of something measured, short enough to keep. */
    static boolean isReport(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH && name.chars().noneMatch(Character::isISOControl)
                && !name.equals(BD_SEQ) && !name.startsWith(NODE_CONTROL);
    }

    /** Whether the metric can have this number; any finite number will do for a metric not agreed on. */
    static boolean plausible(String name, double value) {
        return Double.isFinite(value)
                && (!name.equals(ACCURACY) || value >= 0 && value <= 1)
                && (value >= 0 || !NOT_NEGATIVE.contains(name));
    }
}
