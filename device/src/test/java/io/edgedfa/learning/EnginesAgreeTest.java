package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.edgedfa.learning.optimizer.Adam;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.IndirectFeedbackAlignment;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule on every kind of layer with every optimizer: five steps end the same on both engines. */
class EnginesAgreeTest {
    private static final double RATE = 0.01;
    private static final float TOLERANCE = 2e-5f;

    static Stream<Arguments> cases() {
        return Stream.concat(ClosedForms.NETWORKS.stream(), Stream.of(ClosedForms.RESIDUAL)).flatMap(network -> Rules.NAMES.stream()
                .filter(rule -> !(network.equals(ClosedForms.RESIDUAL) && rule.equals(IndirectFeedbackAlignment.NAME)))
                .flatMap(rule -> Optimizer.NAMES.stream().map(optimizer -> Arguments.of(network, rule, optimizer))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldEndInTheSameStateOnBothEngines(String network, String rule, String optimizer) {
        Map<String, float[]> ort = trained("ort", network, rule, optimizer);
        Map<String, float[]> nd4j = trained("nd4j", network, rule, optimizer);
        ort.forEach((name, values) -> assertArrayEquals(values, nd4j.get(name), TOLERANCE, name));
    }

    /** Adam's usual epsilon would let a gradient that is nothing but rounding decide which way a weight goes. */
    private static Optimizer optimizer(String name) {
        return name.equals("adam") ? new Adam(0.9f, 0.999f, 1e-3f) : Optimizer.named(name);
    }

    private static Map<String, float[]> trained(String engine, String name, String rule, String optimizer) {
        Network network = ClosedForms.network(name);
        try (TrainingFixture fixture = new TrainingFixture(engine, network, ClosedForms.rule(rule, network),
                new SoftmaxCrossEntropy(), optimizer(optimizer))) {
            for (int step = 0; step < 5; step++) {
                fixture.step(step, RATE);
            }
            return new LinkedHashMap<>(fixture.state.get(fixture.state.names()));
        }
    }
}
