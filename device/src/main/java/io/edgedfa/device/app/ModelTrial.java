package io.edgedfa.device.app;

import io.edgedfa.device.update.ModelSlots;
import io.edgedfa.device.update.ModelSlots.Installed;
import java.io.IOException;

/** The time in which a new model must prove itself, watched by the loop. */
final class ModelTrial {
    /** What the loop is to do. */
    enum Verdict {
        GO_ON,
        /** It has proven itself. */
        KEEP,
        /** Start anew with the model before. */
        GO_BACK
    }

    private final ModelSlots slots;
    private final Installed installed;
    private final long untilNanos;
    private boolean over;

    /** @param untilNanos when it is over, by {@link System#nanoTime} */
    ModelTrial(ModelSlots slots, Installed installed, long untilNanos) {
        this.slots = slots;
        this.installed = installed;
        this.untilNanos = untilNanos;
        this.over = !installed.trial();
    }

    /**
     * Tells once how it ended.
     *
     * @param trouble what is wrong with learning; empty if nothing
     * @throws IOException if it is over and that cannot be written; ask again
     */
    Verdict watch(long nowNanos, String trouble) throws IOException {
        if (over) {
            return Verdict.GO_ON;
        }
        if (!trouble.isEmpty()) {
            slots.fallBack(trouble);
            over = true;
            return Verdict.GO_BACK;
        }
        if (nowNanos - untilNanos < 0) {
            return Verdict.GO_ON;
        }
        slots.confirm(installed.manifest());
        over = true;
        return Verdict.KEEP;
    }
}
