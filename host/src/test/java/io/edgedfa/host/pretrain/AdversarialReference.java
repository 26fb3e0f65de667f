package io.edgedfa.host.pretrain;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** The oracle of one step: generator and discriminator of dense blocks by plain loops in double precision. */
record AdversarialReference(double[][] inputs, double reconstruction) {
    private static double[] dense(double[] h, float[] weight, float[] bias, DoubleUnaryOperator activation) {
        double[] out = new double[bias.length];
        for (int j = 0; j < out.length; j++) {
            double a = bias[j];
            for (int i = 0; i < h.length; i++) {
                a += h[i] * weight[i * out.length + j];
            }
            out[j] = activation.applyAsDouble(a);
        }
        return out;
    }

    /** Input to tanh block to logistic mirror. */
    static double[] generated(Map<String, float[]> p, double[] input) {
        double[] code = dense(input, p.get("block1.weight"), p.get("block1.bias"), Math::tanh);
        return dense(code, p.get("block1.mirror.weight"), p.get("block1.mirror.bias"), a -> 1 / (1 + Math.exp(-a)));
    }

    /** The logit of "real". */
    static double logit(Map<String, float[]> p, double[] input) {
        double[] h = dense(input, p.get("discriminator1.weight"), p.get("discriminator1.bias"), a -> a > 0 ? a : 0.2f * a);
        return dense(h, p.get("discriminator2.weight"), p.get("discriminator2.bias"), a -> a)[0];
    }

    private static double softplus(double z) {
        return Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    private double mean(ToDoubleFunction<double[]> of) {
        double sum = 0;
        for (double[] input : inputs) {
            sum += of.applyAsDouble(input);
        }
        return sum / inputs.length;
    }

    /** Mean over real and generated inputs of the cross-entropy. */
    double discriminatorLoss(Map<String, float[]> p) {
        return mean(x -> softplus(-logit(p, x)) + softplus(logit(p, generated(p, x)))) / 2;
    }

    /** {@code -log D(G(x))}. */
    double adversarialLoss(Map<String, float[]> p) {
        return mean(x -> softplus(-logit(p, generated(p, x))));
    }

    double squaredDistance(Map<String, float[]> p) {
        return mean(x -> {
            double[] y = generated(p, x);
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += (y[i] - x[i]) * (y[i] - x[i]);
            }
            return sum;
        });
    }

    /** What the generator makes small. */
    double generatorLoss(Map<String, float[]> p) {
        return (1 - reconstruction) * adversarialLoss(p) + reconstruction * squaredDistance(p) / 2;
    }

    /** Central difference of a loss by one value; the step is what single precision makes of it. */
    static double difference(ToDoubleFunction<Map<String, float[]>> loss, Map<String, float[]> p, String name, int index) {
        float[] values = p.get(name);
        float kept = values[index];
        values[index] = (float) (kept + 1e-3);
        double high = values[index];
        double above = loss.applyAsDouble(p);
        values[index] = (float) (kept - 1e-3);
        double low = values[index];
        double below = loss.applyAsDouble(p);
        values[index] = kept;
        return (above - below) / (high - low);
    }
}
