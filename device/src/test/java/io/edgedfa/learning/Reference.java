package io.edgedfa.learning;

import java.util.Map;

/** An independent oracle: networks in double precision by plain loops, sharing no code with the product. */
final class Reference {
    private Reference() {}

    /** A whole network: what it answers to one sample. */
    @FunctionalInterface
    interface Model {
        double[] forward(Map<String, double[]> parameters, double[] x);
    }

    static double activate(String name, double a) {
        return switch (name) {
            case "tanh" -> Math.tanh(a);
            case "relu" -> Math.max(0, a);
            case "leaky-relu:0.125" -> a > 0 ? a : 0.125 * a;
            case "relu6" -> Math.max(0, Math.min(6, a));
            case "hard-swish" -> a * Math.max(0, Math.min(1, a / 6 + 0.5));
            case "sigmoid" -> 1 / (1 + Math.exp(-a));
            case "sigmoid:2.5" -> 1 / (1 + Math.exp(-2.5 * a));
            case "identity" -> a;
            default -> throw new IllegalArgumentException(name);
        };
    }

    static double[] activate(String name, double[] a) {
        double[] y = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            y[i] = activate(name, a[i]);
        }
        return y;
    }

    /** {@code h W + b}, W as {@code [in][out]} row by row. */
    static double[] dense(double[] h, double[] weight, double[] bias) {
        double[] a = bias.clone();
        for (int i = 0; i < h.length; i++) {
            for (int j = 0; j < a.length; j++) {
                a[j] += h[i] * weight[i * a.length + j];
            }
        }
        return a;
    }

    /** Three dense blocks. */
    static Model dense(String hidden, String output) {
        return (p, x) -> {
            double[] one = activate(hidden, dense(x, p.get("block1.weight"), p.get("block1.bias")));
            double[] two = activate(hidden, dense(one, p.get("block2.weight"), p.get("block2.bias")));
            return activate(output, dense(two, p.get("block3.weight"), p.get("block3.bias")));
        };
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
