package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import io.edgedfa.learning.optimizer.GradientDescent;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Network;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training steps in which the first blocks do not learn. */
class FrozenBodyTest {

    private static Graph step(Network network, LearningRule rule, String optimizer, int first, boolean angles) {
        return TrainingStep.of(network, rule, new SoftmaxCrossEntropy(), Optimizer.named(optimizer), 3, first, angles);
    }

    static Stream<Arguments> cases() {
        return ClosedForms.NETWORKS.stream().flatMap(network -> Rules.NAMES.stream().flatMap(
                rule -> Stream.of(1, 2).map(first -> Arguments.of(network, rule, first))));
    }

    /** What a frozen body does not change: a learning block's gradient is that of the step in which all learn. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldChangeTheLearningBlocksAloneAndAsIfAllLearned(String name, String ruleName, int first) {
        Network network = ClosedForms.network(name);
        LearningRule rule = ClosedForms.rule(ruleName, network);
        Map<String, float[]> before = ClosedForms.weights(network);
        try (TrainingFixture all = new TrainingFixture("ort", network, 3, step(network, rule, "sgd", 0, false));
                TrainingFixture some = new TrainingFixture("ort", network, 3, step(network, rule, "sgd", first, false))) {
            assertEquals(all.step(0, 0.5), some.step(0, 0.5), 1e-6);
            for (int i = 0; i < network.blocks().size(); i++) {
                for (String parameter : List.of(network.blocks().get(i).weight(), network.blocks().get(i).bias())) {
                    if (i < first) {
                        assertArrayEquals(before.get(parameter), some.state.get(parameter), parameter);
                    } else {
                        assertArrayEquals(all.state.get(parameter), some.state.get(parameter), 1e-6f, parameter);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "adam"})
    void shouldKeepNoUpdateAndNoStateForFrozenParameters(String optimizer) {
        Network network = ClosedForms.network("convolution");
        Graph graph = step(network, ClosedForms.rule("bp", network), optimizer, 2, false);
        Set<String> updated = graph.updates().keySet().stream().map(Tensor::name).filter(name -> name.startsWith("block"))
                .map(name -> name.substring(0, name.indexOf('.'))).collect(Collectors.toSet());
        assertEquals(Set.of("block3"), updated);
        Set<String> kept = graph.state().stream().map(Tensor::name).filter(name -> name.matches("block[12].*"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("block1.weight", "block1.bias", "block2.weight", "block2.bias"), kept);
    }

    @Test
    void shouldMeasureTheAnglesOfLearningBlocksOnly() {
        Network network = ClosedForms.network("dense");
        Graph graph = step(network, ClosedForms.rule("dfa", network), "sgd", 1, true);
        assertEquals(List.of("block2.angle"),
                graph.outputs().stream().map(Tensor::name).filter(name -> name.endsWith(".angle")).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void shouldRefuseAFirstLearningBlockThatIsNotThere(int first) {
        Network network = ClosedForms.network("dense");
        assertEquals("first learning block " + first + ": allowed are 0 to 2", assertThrows(IllegalArgumentException.class, () ->
                TrainingStep.of(network, ClosedForms.rule("bp", network), new SoftmaxCrossEntropy(), new GradientDescent(), 3, first,
                        false)).getMessage());
    }
}
