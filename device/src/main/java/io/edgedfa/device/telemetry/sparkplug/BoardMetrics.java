package io.edgedfa.device.telemetry.sparkplug;

/** The metric names boards and host have agreed on. */
public final class BoardMetrics {
    /** Sparkplug device id of the learning loop; the host knows metrics of other devices as {@code device/name}. */
    public static final String LEARNER = "learner";

    public static final String SAMPLES = "learning/samples";
    public static final String UPDATES = "learning/updates";
    /** Share of right answers over a sliding window, 0 to 1, each sample judged before it is learnt. */
    public static final String ACCURACY = "learning/accuracy";
    public static final String LOSS = "learning/loss";
    /** 0 when the board does not learn. */
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

    /** Sparkplug B 3.0: number of the session, in NBIRTH and NDEATH. */
    public static final String BD_SEQ = "bdSeq";
    /** Sparkplug B 3.0: prefix of commands to the node. */
    public static final String NODE_CONTROL = "Node Control/";
    /** Sparkplug B 3.0: asks for new birth certificates. */
    public static final String REBIRTH = NODE_CONTROL + "Rebirth";

    private BoardMetrics() {}
}
