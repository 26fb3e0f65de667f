package io.edgedfa.network.weight;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/**
 * The fully connected layer {@code a = h W + b}, {@code [batch, inputs] -> [batch, units]}.
 *
 * @param inputs units of the layer before
 * @param units  units of this layer
 */
public record Dense(int inputs, int units) implements WeightedLayer {
    public Dense {
        if (inputs < 1 || units < 1) {
            throw new IllegalArgumentException("dense layer " + inputs + " -> " + units + ": sizes must be positive");
        }
    }

    /** {@code [inputs, units]}. */
    @Override
    public Shape weightShape() {
        return Shape.of(inputs, units);
    }

    @Override
    public Shape biasShape() {
        return Shape.of(units);
    }

    @Override
    public Fans fans() {
        return Fans.of(inputs, units);
    }

    @Override
    public float[] stored(float[] matrix) {
        return matrix;
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor h, Tensor weight, Tensor bias) {
        return bias == null ? g.matmul(h, weight) : g.gemm(h, weight, bias);
    }

    @Override
    public Tensor carryBack(GraphBuilder g, Tensor delta, Tensor weight, Shape input) {
        return g.gemmTransB(delta, weight);
    }

    @Override
    public Tensor weightGradient(GraphBuilder g, Tensor h, Tensor delta) {
        return g.gemmTransA(h, delta);
    }

    /** One Gemm that adds the product to the base itself. */
    @Override
    public Tensor addWeightGradient(GraphBuilder g, Tensor base, float scale, Tensor h, Tensor delta) {
        return g.gemmTransA(h, delta, 1, base, scale);
    }
}
