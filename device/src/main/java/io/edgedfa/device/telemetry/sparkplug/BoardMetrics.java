package io.edgedfa.device.telemetry.sparkplug;

/** The metric names boards and host have agreed on. */
public final class BoardMetrics {
    /** Sparkplug device id of the learning loop; the host knows metrics of other devices as {@code device/name}. */
    public static final String LEARNER = "learner";

    public static final String SAMPLES = "learning/samples";
    public static final String UPDATES = "learning/updates";
    /** Share of right answers over a sliding window, 0 to 1, each sample judged before it is learnt. */
    public static final String ACCURACY = "learning/accuracy";
    /** The same with a fading factor instead of a window. */
    public static final String FADED_ACCURACY = "learning/faded_accuracy";
    /** Prefix; then the class number: share of the class's samples that were recognised, 0 to 1, recent ones weighing more. */
    public static final String RECALL = "learning/recall/";
    /** How often each class was taken for which: a row per label, rows joined by {@code ;}, counts by {@code ,}; of few classes only. */
    public static final String CONFUSION = "learning/confusion";
    /** Samples whose label came. */
    public static final String SCORED = "learning/scored";
    public static final String LOSS = "learning/loss";
    /** 0 when the board does not learn. */
    public static final String LEARNING_RATE = "learning/rate";
    public static final String STEP_P50_MICROS = "learning/step_p50_micros";
    public static final String STEP_P99_MICROS = "learning/step_p99_micros";
    public static final String RULE = "learning/rule";
    /** Why learning pauses; empty when it does not. */
    public static final String PAUSED = "learning/paused";
    public static final String LABELS_WAITING = "labels/waiting";
    /** Labels for samples that are not known (any more). */
    public static final String LABELS_UNMATCHED = "labels/unmatched";
    public static final String LABELS_EXPIRED = "labels/expired";
    /** Samples and labels that could not be used. */
    public static final String REJECTED = "source/rejected";
    public static final String HELD_OUT_ACCURACY = "guard/accuracy";
    public static final String ROLLBACKS = "guard/rollbacks";
    /** What is wrong with the store; empty when nothing is. */
    public static final String STORE_TROUBLE = "store/trouble";
    public static final String STORE_BYTES = "store/bytes";
    /** Milliseconds since 1970 UTC. */
    public static final String CHECKPOINT_MILLIS = "store/checkpoint_millis";
    public static final String CPU_TEMPERATURE = "board/cpu_celsius";
    public static final String GPU_TEMPERATURE = "board/gpu_celsius";
    public static final String POWER_WATTS = "board/power_watts";
    public static final String CPU_LOAD = "board/cpu_load";
    public static final String CPU_HERTZ = "board/cpu_hertz";
    public static final String GPU_LOAD = "board/gpu_load";
    public static final String GPU_HERTZ = "board/gpu_hertz";
    /** What slows the processor down now; empty when nothing does. */
    public static final String THROTTLED = "board/throttled";
    public static final String MEMORY_AVAILABLE_BYTES = "board/memory_available_bytes";
    public static final String DISK_FREE_BYTES = "board/disk_free_bytes";
    public static final String BOARD_UPTIME_SECONDS = "board/uptime_seconds";
    public static final String BOARD_MODEL = "board/model";
    public static final String OS_VERSION = "board/os";
    public static final String L4T_VERSION = "board/l4t";
    public static final String MODEL_ID = "model/id";
    public static final String MODEL_VERSION = "model/version";
    public static final String RESIDENT_BYTES = "process/resident_bytes";
    public static final String UPTIME_MILLIS = "process/uptime_millis";
    public static final String PRODUCT_VERSION = "product/version";
    public static final String OS_ARCH = "product/os_arch";
    public static final String JAVA_VERSION = "product/java";

    /** Prefix of what numbers the messages between board and host; none of them but the counters is a reading. */
    public static final String OUTBOX = "outbox/";
    /** In NBIRTH and in acknowledgements: random id, above 0, of the store that the numbers belong to; absent where nothing is numbered. */
    public static final String OUTBOX_STORE = OUTBOX + "store";
    /** 1 or more, rises with every entry and is never given twice within a store: reports, events and answers together. */
    public static final String OUTBOX_NUMBER = OUTBOX + "number";
    /** The greatest smaller number that the board still has in its outbox; 0 for none. */
    public static final String OUTBOX_PREVIOUS = OUTBOX + "previous";
    /** In NCMD: everything of the store up to this number is committed by the host. */
    public static final String OUTBOX_ACKNOWLEDGED = OUTBOX + "acknowledged";
    /** Entries that wait to be acknowledged. */
    public static final String OUTBOX_WAITING = OUTBOX + "waiting";
    public static final String OUTBOX_BYTES = OUTBOX + "bytes";
    public static final String OUTBOX_DROPPED_REPORTS = OUTBOX + "dropped_reports";
    public static final String OUTBOX_DROPPED_EVENTS = OUTBOX + "dropped_events";

    /** Prefix of one event, in NDATA; never a reading. */
    public static final String EVENT = "event/";
    public static final String EVENT_KIND = EVENT + "kind";
    public static final String EVENT_TEXT = EVENT + "text";

    /** Prefix of a command to the board (NCMD) and of its answer (NDATA); never a reading. */
    public static final String COMMAND = "command/";
    public static final String COMMAND_ID = COMMAND + "id";
    public static final String COMMAND_NAME = COMMAND + "name";
    public static final String COMMAND_ARGUMENT = COMMAND + "argument";
    /** Milliseconds since 1970 UTC after which the command is not run any more. */
    public static final String COMMAND_EXPIRES_MILLIS = COMMAND + "expires_ms";
    /** Of an answer: {@code accepted}, {@code done}, {@code refused} or {@code expired}. */
    public static final String COMMAND_STATE = COMMAND + "state";
    public static final String COMMAND_REASON = COMMAND + "reason";

    /** Sparkplug B 3.0: number of the session, in NBIRTH and NDEATH. */
    public static final String BD_SEQ = "bdSeq";
    /** Sparkplug B 3.0: prefix of commands to the node. */
    public static final String NODE_CONTROL = "Node Control/";
    /** Sparkplug B 3.0: asks for new birth certificates. */
    public static final String REBIRTH = NODE_CONTROL + "Rebirth";

    private BoardMetrics() {}
}
