package io.edgedfa.device.app.run;

import io.edgedfa.device.agent.LearnerAgent;
import io.edgedfa.device.agent.LoopSettings;
import io.edgedfa.device.agent.StoreKeeper;
import io.edgedfa.device.agent.safeguard.Governor;
import io.edgedfa.device.agent.safeguard.Guard;
import io.edgedfa.device.app.config.BoardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What changes how a running board learns: its configuration, read again, and standing orders, which hold until they are taken
 * back, also after a restart. Called on the loop's thread.
 */
final class Steering {
    /** Standing order: the id of the command that paused learning. */
    static final String PAUSED = "paused";
    /** Standing order: the learning rate instead of the configuration's. */
    static final String RATE = "learning-rate";

    private final Supplier<BoardConfig> file;
    private final Supervision supervision;
    private final StoreKeeper keeper;
    private final Guard guard;
    private final Governor governor;
    private BoardConfig config;
    private double ordered = Double.NaN;
    private LearnerAgent agent;

    /** @param file reads the configuration that the process was started with, as it is now */
    Steering(BoardConfig config, Supplier<BoardConfig> file, Supervision supervision, StoreKeeper keeper, Guard guard, Governor governor) {
        this.config = config;
        this.file = file;
        this.supervision = supervision;
        this.keeper = keeper;
        this.guard = guard;
        this.governor = governor;
    }

    /** Takes up the orders that stood when the process before ended. Call before the loop is made. */
    void orders(Map<String, String> standing) {
        if (standing.containsKey(PAUSED)) {
            governor.order(pausedBy(standing.get(PAUSED)));
        }
        if (standing.containsKey(RATE)) {
            ordered = Double.parseDouble(standing.get(RATE));
        }
    }

    /** The loop to be steered from now on. */
    void attach(LearnerAgent loop) {
        agent = loop;
    }

    /** The rhythm of the loop as it is now. */
    LoopSettings loop() {
        LoopSettings configured = config.loop();
        return Double.isNaN(ordered) ? configured
                : new LoopSettings(configured.samplesPerSecond(), configured.reportMs(), configured.checkpointMs(), ordered);
    }

    /** Reads the configuration again. @return what was taken over and what was refused, a line each */
    List<String> reload() {
        supervision.reloading();
        List<String> notes = new ArrayList<>();
        config = Reload.of(config, file, notes::add);
        if (!Double.isNaN(ordered)) {
            notes.add("the learning rate stays " + ordered + " by command");
        }
        notes.forEach(note -> keeper.event("configuration", note));
        guard.change(config.guard().settings());
        governor.change(config.guard().governor());
        agent.change(loop());
        supervision.ready();
        return notes;
    }

    /** Learning pauses until {@link #resume}. @param id of the command */
    void pause(String id) {
        governor.order(pausedBy(id));
    }

    private static String pausedBy(String id) {
        return "paused by command " + id;
    }

    void resume() {
        governor.order("");
    }

    /** Of the steps from now on. @param rate NaN for the configuration's */
    void learningRate(double rate) {
        ordered = rate;
        agent.change(loop());
    }
}
