package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.learning.optimizer.GradientDescent;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.learning.rule.FeedbackAlignment;
import io.edgedfa.learning.rule.FeedbackTensor;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlignmentTest {
    /** A cosine one float away from 1 is 0.02 degrees. */
    private static final double TOLERANCE = 0.05;

    private static List<Float> angles(Network network, LearningRule rule, Map<String, float[]> weights, int batch) {
        Graph graph = Alignment.of(network, rule, new SoftmaxCrossEntropy(), batch);
        State state = new State(graph.state());
        state.set(weights);
        try (Engine engine = Engines.open("ort", 1); Program program = engine.compile(graph, state)) {
            TrainingFixture.put(program, network, batch, 0);
            program.run();
            return angles(program, network, 0);
        }
    }

    private static List<Float> angles(Program program, Network network, int first) {
        List<Block> hidden = network.blocks().subList(first, network.blocks().size() - 1);
        return hidden.stream().map(block -> program.floats(Alignment.output(block)).get(0)).toList();
    }

    private static FeedbackAlignment scaledWeights(Network network, float factor) {
        Map<String, float[]> weights = ClosedForms.weights(network);
        List<FeedbackTensor> feedback = new ArrayList<>();
        for (Block block : network.blocks().subList(1, network.blocks().size())) {
            float[] values = weights.get(block.weight());
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
            feedback.add(new FeedbackTensor(block.name() + ".feedback", block.weighted().weightShape(), values));
        }
        return new FeedbackAlignment(feedback);
    }

    @ParameterizedTest
    @FieldSource("io.edgedfa.learning.ClosedForms#NETWORKS")
    void shouldBeZeroForBackpropagationItself(String name) {
        Network network = ClosedForms.network(name);
        for (float angle : angles(network, new Backpropagation(), ClosedForms.weights(network), 3)) {
            assertEquals(0, angle, TOLERANCE);
        }
    }

    @ParameterizedTest
    @FieldSource("io.edgedfa.learning.ClosedForms#NETWORKS")
    void shouldBeZeroWhenFeedbackIsAMultipleOfTheWeights(String name) {
        Network network = ClosedForms.network(name);
        for (float angle : angles(network, scaledWeights(network, 3), ClosedForms.weights(network), 3)) {
            assertEquals(0, angle, TOLERANCE);
        }
    }

    /** Two negations of the first block's signal cancel. */
    @ParameterizedTest
    @FieldSource("io.edgedfa.learning.ClosedForms#NETWORKS")
    void shouldBe180WhenFeedbackIsTheNegatedWeights(String name) {
        Network network = ClosedForms.network(name);
        List<Float> angles = angles(network, scaledWeights(network, -2), ClosedForms.weights(network), 3);
        assertEquals(0, angles.get(0), TOLERANCE);
        assertEquals(180, angles.get(1), TOLERANCE);
    }

    /**
     * 1-2-2 linear network with weights 0, so that e = (p - t) / b = +-(1/2, -1/2) / b and every delta is parallel to
     * {@code W2 (1, -1)}: backpropagation's to (1, 0) with W2 = ((1, 0), (0, 0)). Feedback ((1, 0), (r, 0)) gives (1, r).
     */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 45", "1.7320508, 60", "-0.57735027, 30", "1e6, 90"})
    void shouldBeTheAngleOfAHandMadeCase(float r, double degrees) {
        Network network = Network.dense(List.of(1, 2, 2), List.of(), List.of());
        LearningRule rule = new FeedbackAlignment(
                List.of(new FeedbackTensor("block2.feedback", Shape.of(2, 2), new float[] {1, 0, r, 0})));
        Map<String, float[]> weights = Map.of("block2.weight", new float[] {1, 0, 0, 0});
        assertEquals(degrees, angles(network, rule, weights, 1).get(0), TOLERANCE);
    }

    @Test
    void shouldBe90WhenADeltaIsZero() {
        Network network = ClosedForms.network("dense");
        for (float angle : angles(network, scaledWeights(network, 0), ClosedForms.weights(network), 3)) {
            assertEquals(90, angle);
        }
    }

    /** 100 blocks of 12 units from weights of about 0.003: the first deltas underflow to zero on the way. */
    @Test
    void shouldBeANumberWhenDeltasVanish() {
        List<Integer> sizes = new ArrayList<>(List.of(5));
        for (int i = 0; i < 100; i++) {
            sizes.add(12);
        }
        sizes.add(4);
        Network network = Network.dense(sizes, Layer.activation("tanh"), List.of());
        Map<String, float[]> weights = InitialWeights.FRAMEWORK.draw(network, new Random(1)).values();
        weights.values().forEach(values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] *= 0.02f;
            }
        });
        for (String rule : Rules.NAMES) {
            List<Float> angles = angles(network, Rules.named(rule, network, new Random(2)), weights, 3);
            assertEquals(100, angles.size());
            for (int i = 0; i < 100; i++) {
                assertTrue(angles.get(i) >= 0 && angles.get(i) <= 180, rule + " block " + (i + 1) + ": " + angles.get(i));
            }
        }
    }

    /** Squares of deltas around 1e-25 are zero in single precision. */
    @Test
    void shouldBeRightWhenDeltasAreTiny() {
        Network network = Network.dense(List.of(1, 2, 2), List.of(), List.of());
        LearningRule rule = new FeedbackAlignment(
                List.of(new FeedbackTensor("block2.feedback", Shape.of(2, 2), new float[] {1e-25f, 0, 1e-25f, 0})));
        Map<String, float[]> weights = Map.of("block2.weight", new float[] {1e-26f, 0, 0, 0});
        assertEquals(45, angles(network, rule, weights, 1).get(0), TOLERANCE);
    }

    static Stream<Arguments> cases() {
        return ClosedForms.NETWORKS.stream().flatMap(network -> Rules.NAMES.stream().map(rule -> Arguments.of(network, rule)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBeTheSameAsAnOutputOfTheStepWithoutChangingIt(String name, String ruleName) {
        Network network = ClosedForms.network(name);
        LearningRule rule = ClosedForms.rule(ruleName, network);
        List<Float> alone = angles(network, rule, ClosedForms.weights(network), 3);
        Graph with = TrainingStep.of(network, rule, new SoftmaxCrossEntropy(), new GradientDescent(), 3, 0, true);
        Graph without = TrainingStep.of(network, rule, new SoftmaxCrossEntropy(), new GradientDescent(), 3);
        try (TrainingFixture one = new TrainingFixture("ort", network, 3, with);
                TrainingFixture two = new TrainingFixture("ort", network, 3, without)) {
            assertEquals(two.step(0, 0.5), one.step(0, 0.5));
            List<Float> measured = angles(one.program, network, 0);
            for (int i = 0; i < alone.size(); i++) {
                assertEquals(alone.get(i), measured.get(i), TOLERANCE, "block " + (i + 1));
            }
            one.state.names().forEach(state -> assertArrayEquals(two.state.get(state), one.state.get(state), 1e-7f, state));
        }
    }
}
