package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import io.edgedfa.learning.optimizer.Adam;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.network.Network;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamTest {

    /**
     * One weight, by hand, with an epsilon large enough to matter: x = 1, w = 3, b = 0, target 1, so e = g = 2. First step:
     * m' = 2, v' = 4, w = 3 - 0.1 * 2 / (2 + 0.5) = 2.92, and the bias, with the same gradient, -0.08. Second step:
     * e = 2.84 - 1 = 1.84, m = 0.9 * 0.2 + 0.184 = 0.364, m' = 0.364 / 0.19; v = 0.999 * 0.004 + 0.001 * 3.3856 = 0.0073816,
     * v' = 0.0073816 / 0.001999.
     */
    @Test
    void shouldCorrectTheBiasOfMomentsAndScaleEpsilonWhenSteppingTwice() {
        Network network = Network.dense(List.of(1, 1), List.of(), List.of());
        Graph graph = TrainingStep.of(network, new Backpropagation(), new SquaredError(), new Adam(0.9f, 0.999f, 0.5f), 1);
        State state = new State(graph.state());
        state.set(Map.of("block1.weight", new float[] {3}));
        try (Engine engine = Engines.open("ort", 1); Program program = engine.compile(graph, state)) {
            program.floats(TrainingStep.FEATURES).put(0, 1);
            program.floats(TrainingStep.LEARNING_RATE).put(0, 0.1f);
            program.run();
            assertEquals(2.92, state.get("block1.weight")[0], 1e-6);
            assertEquals(-0.08, state.get("block1.bias")[0], 1e-6);
            assertEquals(1, state.get(Adam.STEPS)[0]);
            program.run();
            double second = 0.1 * (0.364 / 0.19) / (Math.sqrt(0.0073816 / 0.001999) + 0.5);
            assertEquals(2.92 - second, state.get("block1.weight")[0], 1e-5);
        }
    }

    @Test
    void shouldRefuseABetaOfOne() {
        assertEquals("Adam(1.0, 0.999, 1.0E-8): betas must be at least 0 and below 1, epsilon positive",
                assertThrows(IllegalArgumentException.class, () -> new Adam(1, 0.999f, 1e-8f)).getMessage());
    }

    @Test
    void shouldKeepStepsOfItsOwnWhenThereAreTwoInAStep() {
        GraphBuilder g = new GraphBuilder("two");
        Tensor rate = g.scalar(0.5);
        Optimizer.named("adam").begin(g, rate, "one.");
        Optimizer.named("adam").begin(g, rate, "two.");
        assertEquals(List.of("one." + Adam.STEPS, "two." + Adam.STEPS), g.build().state().stream().map(Tensor::name).toList());
    }
}
