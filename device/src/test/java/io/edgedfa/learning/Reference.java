package io.edgedfa.learning;

import java.util.List;

/**
 * An independent oracle: dense networks in double precision by plain loops, sharing no code with the product. Weights
 * {@code [in][out]}.
 */
final class Reference {
    private Reference() {}

    static double activate(String name, double a) {
        return switch (name) {
            case "tanh" -> Math.tanh(a);
            case "relu" -> Math.max(0, a);
            case "sigmoid" -> 1 / (1 + Math.exp(-a));
            case "sigmoid:2.5" -> 1 / (1 + Math.exp(-2.5 * a));
            case "identity" -> a;
            default -> throw new IllegalArgumentException(name);
        };
    }

    static double[] forward(List<double[][]> weights, List<double[]> biases, String hidden, String output, double[] x) {
        double[] h = x;
        for (int l = 0; l < weights.size(); l++) {
            double[] next = biases.get(l).clone();
            for (int i = 0; i < h.length; i++) {
                for (int j = 0; j < next.length; j++) {
                    next[j] += h[i] * weights.get(l)[i][j];
                }
            }
            for (int j = 0; j < next.length; j++) {
                next[j] = activate(l == weights.size() - 1 ? output : hidden, next[j]);
            }
            h = next;
        }
        return h;
    }

    static double loss(String name, double[] output, int label) {
        double sum = 0;
        if (name.equals("cross-entropy")) {
            for (double o : output) {
                sum += Math.exp(o);
            }
            return Math.log(sum) - output[label];
        }
        for (int j = 0; j < output.length; j++) {
            double d = output[j] - (j == label ? 1 : 0);
            sum += d * d;
        }
        return sum / 2;
    }
}
