package io.edgedfa.device.agent;

import io.edgedfa.device.agent.safeguard.Guard;
import io.edgedfa.device.agent.safeguard.Guard.Verdict;
import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Checkpoint;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.stream.memory.ReplayMemory;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps what was learned, or takes it back: only a model that the guard has passed becomes a checkpoint, and one that it
 * refuses gives way to the last checkpoint. Called by the loop's thread; the writing goes on beside it.
 */
public final class Safekeeping {
    /** What became of a checkpoint that was due. */
    public enum Kept {
        /** It is being written. */
        BEGUN,
        /** The last one is as new, or no sample has come yet. */
        NOTHING_NEW,
        /** The guard refused the model, which was taken back. */
        NOT_PASSED,
        /** The store cannot be used, or still writes the one before. */
        NOT_READY
    }

    private final Learner learner;
    private final ReplayMemory memory;
    private final Guard guard;
    private final HeldOut heldOut;
    private final StoreKeeper keeper;
    private final Resumption resumption;
    private final Snapshot snapshot;
    private boolean begun;
    private long passedAt = -1;
    private long savedUpdates;
    private String savedPosition = "";
    private String source = "";

    /**
     * @param memory  null for none
     * @param heldOut null for none: then a model is good as long as its numbers are finite
     */
    public Safekeeping(Learner learner, ReplayMemory memory, Guard guard, HeldOut heldOut, StoreKeeper keeper, Resumption resumption) {
        this.learner = learner;
        this.memory = memory;
        this.guard = guard;
        this.heldOut = heldOut;
        this.keeper = keeper;
        this.resumption = resumption;
        this.snapshot = new Snapshot(learner);
    }

    /** What positions of the feed in checkpoints belong to. */
    public void identify(String feed) {
        source = feed;
    }

    /** Where learning stands at the first call is where a fall is measured from. Call after the first prediction, before the first step. */
    void begin() {
        if (!begun) {
            guard.begin(accuracy(), learner.updates());
            begun = true;
        }
    }

    /** Whether {@link #begin} has been called. */
    boolean begun() {
        return begun;
    }

    /** After a step: has the model checked when that is due, or at once when its numbers went wrong. @return whether it was taken back */
    boolean check() {
        return (learner.diverged() || guard.due(learner.updates())) && !judge();
    }

    /** Whether the model as it is now passes; if not, it is taken back. */
    private boolean judge() {
        double accuracy = learner.finite() ? accuracy() : Double.NaN;
        Verdict verdict = guard.check(accuracy, learner.updates());
        if (verdict == Verdict.PASS) {
            passedAt = learner.updates();
            return true;
        }
        rollBack(Double.isNaN(accuracy) ? "weights or loss are not finite" : guard.describe());
        if (verdict == Verdict.ROLL_BACK_AND_STOP) {
            keeper.event("learning-stopped", "after " + guard.rollbacks() + " rollbacks the board no longer learns; it goes on predicting");
        }
        return false;
    }

    private double accuracy() {
        return heldOut == null ? 1 : heldOut.accuracy(learner::predict);
    }

    /** On the held-out set as the model is now, 0 to 1; NaN without one, or when weights or loss are not finite. */
    double evaluate() {
        return heldOut == null || !learner.finite() ? Double.NaN : accuracy();
    }

    /** Back to the last good checkpoint, or to the factory model if there is none. @param why for the event @return where it is now */
    String rollBack(String why) {
        long from = learner.updates();
        keeper.flush(5_000); // a checkpoint on its way is of a model that passed
        Optional<Checkpoint> good = resumption.toLastGood(keeper.store());
        if (good.isPresent()) {
            guard.rebase(good.get().facts());
        } else {
            resumption.toFactory();
            guard.rebase(accuracy());
        }
        learner.updates(from); // steps were taken, whatever became of them
        passedAt = from;
        String to = good.map(Resumption::name).orElse("the factory model");
        keeper.event("rollback", String.format(Locale.ROOT, "update %d: %s; back to %s; learning rate x %.3g",
                from, why, to, guard.rateFactor()));
        return to;
    }

    /**
     * Writes a checkpoint of the model if it passes and anything is new.
     *
     * @param samples  seen in all
     * @param position of the feed
     */
    Kept checkpoint(long samples, String position) {
        finishWriting();
        if (keeper.takeRenewed()) {
            forgetSaved();
        }
        boolean news = learner.updates() != savedUpdates || !position.equals(savedPosition);
        if (!news || !begun) {
            return Kept.NOTHING_NEW;
        }
        if (!keeper.ready()) {
            return Kept.NOT_READY;
        }
        if (passedAt != learner.updates() && !judge()) {
            return Kept.NOT_PASSED;
        }
        snapshot.take(learner, memory, guard.good());
        snapshot.facts().put("samples", Long.toString(samples));
        snapshot.facts().put("source", source);
        snapshot.facts().put("position", position);
        guard.save(snapshot.facts());
        resumption.save(snapshot.facts());
        savedUpdates = learner.updates();
        savedPosition = position;
        keeper.save(snapshot);
        return Kept.BEGUN;
    }

    private void finishWriting() {
        if (!keeper.outcome().orElse(true)) {
            snapshot.lost(memory);
            savedUpdates = -1;
        }
    }

    private void forgetSaved() {
        savedUpdates = -1;
        if (memory != null) {
            memory.markAllChanged();
        }
    }

    Guard guard() {
        return guard;
    }

    /** At the last check; NaN without a held-out set. */
    double heldOutAccuracy() {
        return heldOut == null ? Double.NaN : guard.last();
    }

    /** Waits for what is being written, then writes the end, a second for each at most. */
    void close(long samples, String position) {
        keeper.flush(1_000);
        checkpoint(samples, position);
        keeper.flush(1_000);
    }

    /**
     * Takes up the newest checkpoint, if there is one that can be.
     *
     * @param store to be read; empty where it cannot even be read
     * @return the checkpoint; empty when starting from the factory model
     */
    public Optional<Checkpoint> resume(Optional<BoardStore> store) {
        keeper.takeRenewed(); // what is in the store now is what this process begins with
        try {
            Optional<Checkpoint> current = store.flatMap(open -> open.checkpoints().current());
            if (current.isEmpty() || !resumption.to(current.get(), store.get().checkpoints())) {
                return Optional.empty();
            }
            guard.restore(current.get().facts());
            savedUpdates = learner.updates();
            savedPosition = current.get().facts().getOrDefault("position", "");
            return current;
        } catch (StoreException | IllegalArgumentException e) {
            keeper.event("resume-failed", e.getMessage() + "; learning starts from the factory model");
            resumption.toFactory();
            return Optional.empty();
        }
    }
}
