package io.edgedfa.device.app.update;

import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.agent.safeguard.Guard;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.update.ModelSlots;
import io.edgedfa.device.update.ModelSlots.Installed;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The time in which a new model must prove itself, watched by the loop. */
public final class ModelTrial {
    private final ModelSlots slots;
    private final Installed installed; // null for no trial, or when it is over
    private final StoreKeeper keeper;
    private final Guard guard;
    private final FetchModel fetch;
    private final long untilNanos;
    private boolean over;
    private boolean told;

    private ModelTrial(ModelSlots slots, Installed installed, StoreKeeper keeper, Guard guard, FetchModel fetch, long untilNanos) {
        this.slots = slots;
        this.installed = installed;
        this.keeper = keeper;
        this.guard = guard;
        this.fetch = fetch;
        this.untilNanos = untilNanos;
        this.over = installed == null || !installed.trial();
    }

    /**
     * Of the model that the board has started with, from now on.
     *
     * @param fetch   is told how it ends
     * @param trialMs how long the guard must not have stopped learning
     */
    public static ModelTrial of(ModelUpdates updates, StoreKeeper keeper, Guard guard, FetchModel fetch, long trialMs) {
        return new ModelTrial(updates.slots().orElse(null), updates.installed().orElse(null), keeper, guard, fetch,
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(trialMs));
    }

    /** Ends the trial when it is time. @return whether it has just failed: then the next start takes the model before */
    public boolean failed(long nowNanos) {
        if (over || !guard.stopped() && nowNanos - untilNanos < 0) {
            return false;
        }
        try {
            if (guard.stopped()) {
                slots.fallBack("learning with it was stopped after " + guard.rollbacks() + " rollbacks");
            } else {
                slots.confirm(installed.manifest());
            }
        } catch (IOException e) {
            if (!told) {
                told = true;
                keeper.event("model-slots", "the end of the trial cannot be written, and is tried again: " + e);
            }
            return false;
        }
        over = true;
        return guard.stopped() || keep();
    }

    private boolean keep() {
        keeper.event("model-confirmed", "model " + installed.manifest().model() + " version " + installed.manifest().version());
        try {
            keeper.store().ifPresent(store -> store.checkpoints().dropPutAside());
        } catch (StoreException e) {
            keeper.event("model-slots", "what was learned from the former model stays: " + e.getMessage());
        }
        slots.outcome().ifPresent(fetch::ended);
        return false;
    }
}
