package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.analysis.InPlaceUpdates;
import io.edgedfa.learning.optimizer.GradientDescent;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.learning.rule.DirectFeedbackAlignment;
import io.edgedfa.learning.rule.FeedbackTensor;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Layer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DirectFeedbackAlignmentTest {

    /**
     * 2-2-2 network, identity hidden and output, squared error, one sample, by hand:
     * x = (1, 2), W1 = I, b1 = 0, so h = (1, 2); W2 = ((1, 0), (0, 1)), b2 = 0, so y = (1, 2); target class 0: t = (1, 0).
     * e = y - t = (0, 2). B1 = ((3, 4), (5, -6)): delta1 = e B1 = (10, -12).
     * With rate 0.1: W1 -= 0.1 x^T delta1 = ((1, -1.2), (2, -2.4)); b1 -= (1, -1.2).
     * W2 -= 0.1 h^T e = ((0, 0.2), (0, 0.4)); b2 -= (0, 0.2).
     */
    @Test
    void shouldMakeTheHandComputedLocalUpdate() {
        Network network = Network.dense(List.of(2, 2, 2), List.of(), List.of());
        LearningRule rule = new DirectFeedbackAlignment(
                "dfa", List.of(new FeedbackTensor("block1.feedback", Shape.of(2, 2), new float[] {3, 4, 5, -6})));
        Graph graph = TrainingStep.of(network, rule, new SquaredError(), new GradientDescent(), 1);
        State state = new State(graph.state());
        state.set(Map.of("block1.weight", new float[] {1, 0, 0, 1}, "block2.weight", new float[] {1, 0, 0, 1}));
        try (Engine engine = Engines.open("ort", 1); Program program = engine.compile(graph, state)) {
            program.floats(TrainingStep.FEATURES).put(0, new float[] {1, 2});
            program.longs(TrainingStep.LABELS).put(0, 0);
            program.floats(TrainingStep.LEARNING_RATE).put(0, 0.1f);
            program.run();
            assertEquals(2, program.floats(TrainingStep.LOSS).get(0), 1e-6);
            assertEquals(0, program.floats(TrainingStep.CORRECT).get(0));
        }
        assertArrayEquals(new float[] {0, 1.2f, -2, 3.4f}, state.get("block1.weight"), 1e-6f);
        assertArrayEquals(new float[] {-1, 1.2f}, state.get("block1.bias"), 1e-6f);
        assertArrayEquals(new float[] {1, -0.2f, 0, 0.6f}, state.get("block2.weight"), 1e-6f);
        assertArrayEquals(new float[] {0, -0.2f}, state.get("block2.bias"), 1e-6f);
    }

    @Test
    void shouldProveEveryUpdateInPlace() {
        Network network = Network.dense(List.of(5, 4, 3, 2), Layer.activation("tanh"), List.of());
        LearningRule rule = Rules.named("dfa", network, new SplittableRandom(1));
        for (String optimizer : List.of("sgd", "momentum", "adam")) {
            Graph graph = TrainingStep.of(network, rule, new SoftmaxCrossEntropy(), Optimizer.named(optimizer), 3);
            assertEquals(graph.updates().keySet(), InPlaceUpdates.of(graph), optimizer);
        }
    }

    @Test
    void shouldLeaveWeightsThatCarryErrorsBackOutOfPlaceWhenBackpropagating() {
        Network network = Network.dense(List.of(5, 4, 3, 2), Layer.activation("tanh"), List.of());
        Graph graph = TrainingStep.of(network, new Backpropagation(), new SoftmaxCrossEntropy(), new GradientDescent(), 3);
        assertEquals(
                List.of("block1.bias", "block1.weight", "block2.bias", "block3.bias"),
                InPlaceUpdates.of(graph).stream().map(t -> t.name()).sorted().collect(Collectors.toList()));
    }

    @Test
    void shouldDrawTheSameFeedbackWhenTheSeedIsTheSame() {
        Network network = Network.dense(List.of(5, 4, 2), List.of(), List.of());
        Graph one = TrainingStep.of(network, Rules.named("dfa", network, new SplittableRandom(7)),
                new SquaredError(), new GradientDescent(), 1);
        Graph two = TrainingStep.of(network, Rules.named("dfa", network, new SplittableRandom(7)),
                new SquaredError(), new GradientDescent(), 1);
        one.constants().forEach((tensor, values) -> assertArrayEquals(values, two.constants().get(tensor)));
    }
}
