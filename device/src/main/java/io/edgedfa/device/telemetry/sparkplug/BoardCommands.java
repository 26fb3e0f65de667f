package io.edgedfa.device.telemetry.sparkplug;

import java.util.List;

/** The commands boards and host have agreed on, by their names. */
public final class BoardCommands {
    /** Stop learning, until {@link #RESUME}; predictions go on. */
    public static final String PAUSE = "pause";
    public static final String RESUME = "resume";
    /** Argument: a number above 0, at most 10, or {@link #DEFAULT_RATE} for the configuration's. */
    public static final String LEARNING_RATE = "learning-rate";
    public static final String CHECKPOINT = "checkpoint";
    /** Back to the last good checkpoint. */
    public static final String ROLLBACK = "rollback";
    /** Score the model on the held-out set. */
    public static final String EVALUATE = "evaluate";
    /** New birth certificates. */
    public static final String REBIRTH = "rebirth";
    /** Write a checkpoint, end the process, be started again. */
    public static final String RESTART = "restart";
    /** Read the configuration again. */
    public static final String RELOAD = "reload";

    public static final String DEFAULT_RATE = "default";

    /** All of them. */
    public static final List<String> NAMES =
            List.of(PAUSE, RESUME, LEARNING_RATE, CHECKPOINT, ROLLBACK, EVALUATE, REBIRTH, RESTART, RELOAD);

    private BoardCommands() {}
}
