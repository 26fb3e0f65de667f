package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.learning.optimizer.GradientDescent;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/** Backpropagation's gradients against central differences of a {@link Reference.Model}. */
final class GradientCheck {
    private static final double H = 1e-5;
    private static final double TOLERANCE = 2e-6;

    private GradientCheck() {}

    /** One step at rate 1 on closed-form data: what is taken from each parameter is its gradient. */
    static void assertMatches(String engine, Network network, Reference.Model reference, String lossName) {
        Map<String, float[]> before = ClosedForms.weights(network);
        Map<String, double[]> exact = new LinkedHashMap<>();
        before.forEach((name, values) -> exact.put(name, doubles(values)));
        try (TrainingFixture fixture =
                new TrainingFixture(engine, network, new Backpropagation(), Loss.named(lossName), new GradientDescent())) {
            double loss = fixture.step(0, 1);
            assertEquals(meanLoss(network, reference, exact, lossName), loss, TOLERANCE, "loss");
            before.forEach((name, values) -> {
                float[] after = fixture.state.get(name);
                for (int i = 0; i < after.length; i++) {
                    double expected = difference(network, reference, exact, lossName, name, i);
                    assertEquals(expected, values[i] - after[i], TOLERANCE, name + "[" + i + "]");
                }
            });
        }
    }

    private static double difference(Network network, Reference.Model reference, Map<String, double[]> parameters, String loss,
            String name, int index) {
        double[] values = parameters.get(name);
        double kept = values[index];
        values[index] = kept + H;
        double above = meanLoss(network, reference, parameters, loss);
        values[index] = kept - H;
        double below = meanLoss(network, reference, parameters, loss);
        values[index] = kept;
        return (above - below) / (2 * H);
    }

    private static double meanLoss(Network network, Reference.Model reference, Map<String, double[]> parameters, String loss) {
        int batch = TrainingFixture.batch(network);
        double sum = 0;
        for (int n = 0; n < batch; n++) {
            double[] output = reference.forward(parameters, doubles(ClosedForms.features(network, 0, n)));
            sum += Reference.loss(loss, output, ClosedForms.label(0, n));
        }
        return sum / batch;
    }

    private static double[] doubles(float[] values) {
        double[] exact = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            exact[i] = values[i];
        }
        return exact;
    }
}
