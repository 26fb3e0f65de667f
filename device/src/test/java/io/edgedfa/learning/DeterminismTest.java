package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeterminismTest {

    static Stream<Arguments> cases() {
        return TrainingFixture.ENGINES.stream().flatMap(engine -> ClosedForms.NETWORKS.stream().flatMap(
                network -> Rules.NAMES.stream().map(rule -> Arguments.of(engine, network, rule))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheSameBitsAfterTwentyStepsFromTheSameSeed(String engine, String network, String rule) {
        Map<String, float[]> one = trained(engine, network, rule, 17);
        Map<String, float[]> two = trained(engine, network, rule, 17);
        Map<String, float[]> other = trained(engine, network, rule, 18);
        one.forEach((name, values) -> assertArrayEquals(values, two.get(name), name));
        assertFalse(Arrays.equals(one.get("block1.weight"), other.get("block1.weight")), "another seed");
    }

    private static Map<String, float[]> trained(String engine, String name, String rule, long seed) {
        Network network = ClosedForms.network(name);
        Seeds seeds = new Seeds(seed);
        try (TrainingFixture fixture = new TrainingFixture(engine, network, Rules.named(rule, network, seeds.feedback()),
                new SoftmaxCrossEntropy(), Optimizer.named("adam"))) {
            fixture.state.set(InitialWeights.KAIMING.draw(network, seeds.weights()).values());
            for (int step = 0; step < 20; step++) {
                fixture.step(step, 0.01);
            }
            return new LinkedHashMap<>(fixture.state.get(fixture.state.names()));
        }
    }
}
