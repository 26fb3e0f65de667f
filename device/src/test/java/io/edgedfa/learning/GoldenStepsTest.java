package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.edgedfa.learning.optimizer.GradientDescent;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Network;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One step of every rule against vectors made by golden_steps.py (NumPy, double precision, plain loops). */
class GoldenStepsTest {
    private static final JsonObject GOLDEN = new Gson().fromJson(
            new InputStreamReader(GoldenStepsTest.class.getResourceAsStream("golden_steps.json"), StandardCharsets.UTF_8),
            JsonObject.class);
    private static final double TOLERANCE = 3e-6;

    static Stream<Arguments> cases() {
        return TrainingFixture.ENGINES.stream().flatMap(engine -> ClosedForms.NETWORKS.stream().flatMap(
                network -> Rules.NAMES.stream().map(rule -> Arguments.of(engine, network, rule))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMakeTheGoldenStep(String engine, String name, String rule) {
        JsonObject expected = GOLDEN.getAsJsonObject(name + "-" + rule);
        Network network = ClosedForms.network(name);
        try (TrainingFixture fixture = new TrainingFixture(
                engine, network, ClosedForms.rule(rule, network), new SoftmaxCrossEntropy(), new GradientDescent())) {
            assertEquals(expected.get("loss").getAsDouble(), fixture.step(0, 0.5), TOLERANCE, "loss before");
            JsonObject after = expected.getAsJsonObject("after");
            assertEquals(network.parameterShapes().keySet(), after.keySet());
            for (String parameter : after.keySet()) {
                float[] values = fixture.state.get(parameter);
                assertEquals(after.getAsJsonArray(parameter).size(), values.length);
                for (int i = 0; i < values.length; i++) {
                    double golden = after.getAsJsonArray(parameter).get(i).getAsDouble();
                    assertEquals(golden, values[i], TOLERANCE, parameter + "[" + i + "]");
                }
            }
            assertEquals(expected.get("nextLoss").getAsDouble(), fixture.step(1, 0.5), 2 * TOLERANCE, "loss after");
        }
    }

    @Test
    void shouldHaveAGoldenStepOfEveryRuleOnEveryNetwork() {
        assertEquals(Rules.NAMES.size() * ClosedForms.NETWORKS.size(), GOLDEN.size());
    }
}
