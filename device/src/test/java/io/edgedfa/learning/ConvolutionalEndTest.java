package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Window;
import io.edgedfa.learning.optimizer.GradientDescent;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.AveragePool;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Networks without a dense layer: a convolution gives an image per class, whose mean is the class' output. */
class ConvolutionalEndTest {
    static final List<String> RULES = Rules.NAMES;

    @ParameterizedTest
    @FieldSource("RULES")
    void shouldLearnByEveryRule(String rule) {
        Network network = new Network(Shape.of(2, 5, 4), List.of(
                new Block("one", new Convolution(2, 6, 3, 1, 1), List.of(new Tanh())),
                new Block("two", new Convolution(6, 4, 1, 1, 0), List.of(new AveragePool(new Window(5, 4, 1, 1, 0, 0, 0, 0)), new Flatten()))));
        try (TrainingFixture fixture = new TrainingFixture("ort", network, ClosedForms.rule(rule, network), new SoftmaxCrossEntropy(),
                new GradientDescent())) {
            double first = fixture.step(0, 0.1);
            double last = first;
            for (int step = 0; step < 200; step++) {
                last = fixture.step(0, 0.1);
            }
            assertTrue(last < 0.7 * first, rule + ": loss " + first + " became " + last);
        }
    }
}
