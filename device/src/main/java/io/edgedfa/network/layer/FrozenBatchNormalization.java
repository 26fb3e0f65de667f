package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167) with the statistics and the affine map of an earlier
 * training; it does not learn. Per channel (axis 1): {@code y = (a - mean) / sqrt(variance + epsilon) * scale + shift}.
 *
 * @param name     unique in its network; prefixes the names of its constants
 * @param scale    {@code [channels]}, as the other three; not copied
 * @param variance at least 0
 */
public record FrozenBatchNormalization(String name, float[] scale, float[] shift, float[] mean, float[] variance, float epsilon)
        implements Layer {
    public FrozenBatchNormalization {
        if (scale.length < 1 || shift.length != scale.length || mean.length != scale.length || variance.length != scale.length) {
            throw new IllegalArgumentException("batch normalisation " + name + " has " + scale.length + " scales, " + shift.length
                    + " shifts, " + mean.length + " means and " + variance.length + " variances; allowed: as many of each, at least one");
        }
        for (float value : variance) {
            if (!(value + epsilon > 0)) {
                throw new IllegalArgumentException("batch normalisation " + name + " has variance " + value + " and epsilon "
                        + epsilon + "; allowed: a positive sum");
            }
        }
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.batchNormalization(input, constant(g, "scale", scale), constant(g, "shift", shift), constant(g, "mean", mean),
                constant(g, "variance", variance), epsilon);
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        return slope(g, signal);
    }

    @Override
    public Tensor carryForward(GraphBuilder g, Tensor delta, Tensor input) {
        return slope(g, delta);
    }

    /** The layer without its offset: a normalisation with mean and shift 0. */
    private Tensor slope(GraphBuilder g, Tensor values) {
        Tensor zeros = constant(g, "zero", new float[scale.length]);
        return g.batchNormalization(values, constant(g, "scale", scale), zeros, zeros, constant(g, "variance", variance), epsilon);
    }

    private Tensor constant(GraphBuilder g, String what, float[] values) {
        return g.constant(name + "." + what, Shape.of(values.length), values);
    }
}
