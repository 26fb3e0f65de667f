package io.edgedfa.device.agent.safeguard;

import java.util.Locale;
import java.util.Map;

/**
 * Judges the model at intervals by its accuracy on a held-out set. A model that fell too far is to be rolled back; after a few
 * rollbacks learning is to stop. As many passed checks in a row as {@link #FORGIVEN_AFTER} forgive the rollbacks before them, so
 * that a bad day each year does not add up. Not thread-safe.
 */
public final class Guard {
    /** What a check leads to. */
    public enum Verdict {
        /** Good: may become a checkpoint. */
        PASS,
        /** To be taken back to the last good checkpoint, at a lower learning rate. */
        ROLL_BACK,
        /** As {@link #ROLL_BACK}, and learning stops. */
        ROLL_BACK_AND_STOP
    }

    static final int FORGIVEN_AFTER = 20;

    private GuardSettings settings;
    private double best = Double.NaN;
    private double last = Double.NaN;
    private long checkedAt;
    private int rollbacks;
    private int passedInARow;
    private boolean stopped;

    public Guard(GuardSettings settings) {
        this.settings = settings;
    }

    /** From the next check on. */
    public void change(GuardSettings changed) {
        settings = changed;
    }

    /** Whether the model must be checked again. @param updates steps taken so far */
    public boolean due(long updates) {
        return updates - checkedAt >= settings.every();
    }

    /** The accuracy that learning starts from: what later ones are compared with. */
    public void begin(double accuracy, long updates) {
        last = accuracy;
        checkedAt = updates;
        best = Double.isNaN(best) ? accuracy : Math.max(best, accuracy);
    }

    /** @param accuracy on the held-out set, 0 to 1; NaN for a model whose weights are not finite */
    public Verdict check(double accuracy, long updates) {
        checkedAt = updates;
        last = accuracy;
        if (!(accuracy >= allowed())) { // also NaN
            return rollBack();
        }
        best = Math.max(best, accuracy);
        if (++passedInARow >= FORGIVEN_AFTER) {
            rollbacks = 0;
        }
        return Verdict.PASS;
    }

    private Verdict rollBack() {
        passedInARow = 0;
        stopped = ++rollbacks >= settings.maxRollbacks();
        return stopped ? Verdict.ROLL_BACK_AND_STOP : Verdict.ROLL_BACK;
    }

    /**
     * Whether the model at the last check was good enough to go back to: within a third of the margin. What passes may slide down
     * within the margin; what is gone back to does not slide with it.
     */
    public boolean good() {
        return last >= best - settings.margin() / 3;
    }

    /** The model is an earlier one now: what it was measured by then counts again. @param facts that {@link #save} wrote with it */
    public void rebase(Map<String, String> facts) {
        best = number(facts);
    }

    private static double number(Map<String, String> facts) {
        return Double.parseDouble(facts.getOrDefault("guard.best", "NaN"));
    }

    /** The model is another one now: falls are measured from its accuracy. */
    public void rebase(double accuracy) {
        best = accuracy;
    }

    /** Least accuracy that passes now. */
    public double allowed() {
        double byBest = best - settings.margin();
        return best >= settings.floor() ? Math.max(byBest, settings.floor()) : byBest;
    }

    /** What the learning rate is to be multiplied with, after the rollbacks so far. */
    public double rateFactor() {
        return Math.pow(settings.rateFactor(), rollbacks);
    }

    /** Best accuracy so far; NaN before {@link #begin}. */
    public double best() {
        return best;
    }

    /** Accuracy at the last check; NaN before the first. */
    public double last() {
        return last;
    }

    /** Rollbacks that have not been forgiven. */
    public int rollbacks() {
        return rollbacks;
    }

    /** Whether there were so many rollbacks that learning stopped; for good, also after a restart. */
    public boolean stopped() {
        return stopped;
    }

    /** What has to outlive the process. */
    public void save(Map<String, String> facts) {
        facts.put("guard.best", Double.toString(best));
        facts.put("guard.rollbacks", Integer.toString(rollbacks));
        facts.put("guard.passed", Integer.toString(passedInARow));
        facts.put("guard.stopped", Boolean.toString(stopped));
    }

    /** Takes up again what {@link #save} wrote. @throws IllegalArgumentException if it is not that */
    public void restore(Map<String, String> facts) {
        best = number(facts);
        rollbacks = Integer.parseInt(facts.getOrDefault("guard.rollbacks", "0"));
        passedInARow = Integer.parseInt(facts.getOrDefault("guard.passed", "0"));
        stopped = Boolean.parseBoolean(facts.getOrDefault("guard.stopped", "false"));
    }

    /** For events: {@code 61.0% on the held-out set, allowed 85.0% (best 90.0%)}. */
    public String describe() {
        return String.format(Locale.ROOT, "%.1f%% on the held-out set, allowed %.1f%% (best %.1f%%)", 100 * last, 100 * allowed(), 100 * best);
    }
}
