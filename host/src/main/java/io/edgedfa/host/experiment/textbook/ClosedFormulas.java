package io.edgedfa.host.experiment.textbook;

import java.util.ArrayList;
import java.util.List;

/**
 * Backpropagation as textbooks write it, in double precision: with {@code y = 1 / (1 + exp(-k a))} and {@code y' = k y (1 - y)},
 * the update after a sample is {@code dW_ij = -eta h_i delta_j}, {@code db_j = -eta delta_j}, where
 * {@code delta_j = (y_j - t_j) k y_j (1 - y_j)} in the last layer and
 * {@code delta_i = k h_i (1 - h_i) sum_j W_ij delta_j} before it (Rumelhart, Hinton, Williams 1986, doi:10.1038/323533a0).
 *
 * @param slope k
 * @param rate  eta
 */
record ClosedFormulas(double slope, double rate) {

    /** A layer's parameters. @param weight {@code [inputs, units]}, row-major @param bias {@code [units]} */
    record Layer(float[] weight, float[] bias) {}

    /**
     * What one sample does in one layer.
     *
     * @param input         h of the layer before, {@code [inputs]}
     * @param preactivation a, {@code [units]}
     * @param signal        what arrives from behind: the output's error, or {@code sum_j W_ij delta_j}; {@code [units]}
     * @param delta         the signal times the derivative, {@code [units]}
     */
    record Trace(double[] input, double[] preactivation, double[] signal, double[] delta) {}

    /** One trace per layer, the first layer first. @param label class of the sample; its target is 1, the others' 0 */
    List<Trace> trace(List<Layer> layers, double[] sample, int label) {
        List<double[]> inputs = new ArrayList<>(List.of(sample));
        List<double[]> preactivations = new ArrayList<>();
        for (Layer layer : layers) {
            double[] a = preactivation(layer, inputs.get(inputs.size() - 1));
            preactivations.add(a);
            double[] h = new double[a.length];
            for (int j = 0; j < h.length; j++) {
                h[j] = 1 / (1 + Math.exp(-slope * a[j]));
            }
            inputs.add(h);
        }
        double[] signal = inputs.get(layers.size()).clone();
        signal[label] -= 1;
        List<Trace> traces = new ArrayList<>();
        for (int l = layers.size() - 1; l >= 0; l--) {
            double[] y = inputs.get(l + 1);
            double[] delta = new double[y.length];
            for (int j = 0; j < y.length; j++) {
                delta[j] = signal[j] * slope * y[j] * (1 - y[j]);
            }
            traces.add(0, new Trace(inputs.get(l), preactivations.get(l), signal, delta));
            signal = carriedBack(layers.get(l), delta);
        }
        return traces;
    }

    private static double[] preactivation(Layer layer, double[] h) {
        int units = layer.bias().length;
        double[] a = new double[units];
        for (int j = 0; j < units; j++) {
            a[j] = layer.bias()[j];
        }
        for (int i = 0; i < h.length; i++) {
            for (int j = 0; j < units; j++) {
                a[j] += h[i] * layer.weight()[i * units + j];
            }
        }
        return a;
    }

    private static double[] carriedBack(Layer layer, double[] delta) {
        double[] signal = new double[layer.weight().length / delta.length];
        for (int i = 0; i < signal.length; i++) {
            for (int j = 0; j < delta.length; j++) {
                signal[i] += layer.weight()[i * delta.length + j] * delta[j];
            }
        }
        return signal;
    }

    /** {@code dW_ij}. */
    double weightUpdate(Trace trace, int i, int j) {
        return -rate * trace.input()[i] * trace.delta()[j];
    }

    /** {@code db_j}. */
    double biasUpdate(Trace trace, int j) {
        return -rate * trace.delta()[j];
    }
}
