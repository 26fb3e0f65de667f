package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.learning.optimizer.GradientDescent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backpropagation's gradients against central differences of an independent double-precision network. */
class GradientCheckTest {
    private static final double H = 1e-5;
    private static final double TOLERANCE = 2e-6;

    @ParameterizedTest
    @CsvSource({
        "tanh, identity, cross-entropy",
        "relu, identity, cross-entropy",
        "sigmoid, identity, cross-entropy",
        "sigmoid:2.5, identity, cross-entropy",
        "identity, identity, cross-entropy",
        "tanh, identity, squared-error",
        "tanh, tanh, squared-error",
        "relu, sigmoid, squared-error",
        "sigmoid:2.5, sigmoid:2.5, squared-error",
        "sigmoid, relu, squared-error",
    })
    void shouldMatchFiniteDifferencesWhenBackpropagating(String hidden, String output, String lossName) {
        Loss loss = lossName.equals("cross-entropy") ? new SoftmaxCrossEntropy() : new SquaredError();
        try (TrainingFixture fixture = new TrainingFixture(hidden, output, "bp", loss, new GradientDescent())) {
            Map<String, float[]> before = fixture.weights();
            fixture.step(0, 1);
            for (Map.Entry<String, float[]> entry : before.entrySet()) {
                float[] after = fixture.state.get(entry.getKey());
                for (int i = 0; i < after.length; i++) {
                    double gradient = entry.getValue()[i] - after[i];
                    double expected = difference(fixture, hidden, output, lossName, entry.getKey(), i);
                    assertEquals(expected, gradient, TOLERANCE, entry.getKey() + "[" + i + "]");
                }
            }
        }
    }

    private static double difference(
            TrainingFixture fixture, String hidden, String output, String loss, String parameter, int index) {
        return (meanLoss(fixture, hidden, output, loss, parameter, index, H)
                - meanLoss(fixture, hidden, output, loss, parameter, index, -H)) / (2 * H);
    }

    private static double meanLoss(
            TrainingFixture fixture, String hidden, String output, String loss, String parameter, int index, double shift) {
        List<double[][]> weights = new ArrayList<>();
        List<double[]> biases = new ArrayList<>();
        for (int l = 1; l < TrainingFixture.SIZES.size(); l++) {
            double[] flat = doubles(fixture, "block" + l + ".weight", parameter, index, shift);
            int columns = TrainingFixture.SIZES.get(l);
            double[][] weight = new double[flat.length / columns][columns];
            for (int i = 0; i < flat.length; i++) {
                weight[i / columns][i % columns] = flat[i];
            }
            weights.add(weight);
            biases.add(doubles(fixture, "block" + l + ".bias", parameter, index, shift));
        }
        double sum = 0;
        for (int n = 0; n < TrainingFixture.BATCH; n++) {
            float[] x = fixture.features(0, n);
            double[] exact = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                exact[i] = x[i];
            }
            double[] out = Reference.forward(weights, biases, hidden, output, exact);
            sum += Reference.loss(loss, out, fixture.label(0, n));
        }
        return sum / TrainingFixture.BATCH;
    }

    private static double[] doubles(TrainingFixture fixture, String name, String shifted, int index, double shift) {
        float[] values = fixture.weights().get(name);
        double[] exact = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            exact[i] = values[i] + (name.equals(shifted) && i == index ? shift : 0);
        }
        return exact;
    }
}
