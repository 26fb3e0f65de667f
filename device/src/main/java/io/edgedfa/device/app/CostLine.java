package io.edgedfa.device.app;

import io.edgedfa.device.agent.Learner;
import io.edgedfa.device.agent.LearningSettings;
import io.edgedfa.device.app.config.HardwareConfig;
import io.edgedfa.graph.analysis.StepCost;
import io.edgedfa.network.Network;
import java.util.Locale;

/** What a training step costs, in words: counted, and with the facts of the hardware predicted. */
public final class CostLine {
    private CostLine() {}

    /** For a network as a board learns with it. */
    public static String of(Network network, LearningSettings learning, HardwareConfig hardware) {
        if (!learning.learns()) {
            return "no training step: frozen";
        }
        StepCost cost = StepCost.of(Learner.trainingStep(network, learning), network.inference(learning.batch()));
        return String.format(Locale.ROOT, "%d operations and %d bytes per step of %d samples%s", cost.operations(), cost.bytes(),
                learning.batch(), network.body() == null ? "" : ", without the frozen body") + prediction(cost, hardware);
    }

    private static String prediction(StepCost cost, HardwareConfig hardware) {
        if (hardware.gflops() == 0 || hardware.gbytesPerS() == 0) {
            return "";
        }
        double seconds = cost.leastSeconds(hardware.gflops(), hardware.gbytesPerS());
        String joules = hardware.watts() == 0 ? "" : String.format(Locale.ROOT, ", %.3g J per step", hardware.watts() * seconds);
        return String.format(Locale.ROOT, "; prediction, not measured: at most %.0f steps/s%s", 1 / seconds, joules);
    }
}
