package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.network.Network;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten-step loss curves against vectors made by golden_curves.py (NumPy, double precision, formulas written out there). */
class GoldenCurvesTest {
    private static final JsonObject GOLDEN = new Gson().fromJson(
            new InputStreamReader(GoldenCurvesTest.class.getResourceAsStream("golden_curves.json"), StandardCharsets.UTF_8),
            JsonObject.class);

    @ParameterizedTest
    @CsvSource({
        "bp, sgd, 0.5", "bp, momentum, 0.1", "bp, adam, 0.01",
        "dfa, sgd, 0.5", "dfa, momentum, 0.1", "dfa, adam, 0.01",
    })
    void shouldFollowTheGoldenCurveForTenSteps(String rule, String optimizer, double rate) {
        JsonObject expected = GOLDEN.getAsJsonObject(rule + "-" + optimizer);
        Network network = ClosedForms.network("dense");
        try (TrainingFixture fixture = new TrainingFixture("ort", network, ClosedForms.rule(rule, network),
                new SoftmaxCrossEntropy(), Optimizer.named(optimizer))) {
            for (int step = 0; step < 10; step++) {
                double loss = fixture.step(step, rate);
                assertEquals(expected.getAsJsonArray("loss").get(step).getAsDouble(), loss, 2e-5, "loss at step " + step);
            }
            expected.getAsJsonObject("final").entrySet().forEach(entry -> {
                float[] values = fixture.state.get(entry.getKey());
                for (int i = 0; i < values.length; i++) {
                    double golden = entry.getValue().getAsJsonArray().get(i).getAsDouble();
                    assertEquals(golden, values[i], 5e-5, entry.getKey() + "[" + i + "]");
                }
            });
        }
    }
}
