package io.edgedfa.network;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/**
 * The fully connected layer {@code a = h W + b}.
 *
 * @param inputs units of the layer before
 * @param units  units of this layer
 */
public record Dense(int inputs, int units) {
    public Dense {
        if (inputs < 1 || units < 1) {
            throw new IllegalArgumentException("dense layer " + inputs + " -> " + units + ": sizes must be positive");
        }
    }

    /** Shape of W: {@code [inputs, units]}. */
    public Shape weightShape() {
        return Shape.of(inputs, units);
    }

    /** Shape of b: {@code [units]}. */
    public Shape biasShape() {
        return Shape.of(units);
    }

    /** {@code h [batch, inputs] -> a [batch, units]}. */
    public Tensor forward(GraphBuilder g, Tensor h, Tensor weight, Tensor bias) {
        return g.gemm(h, weight, bias);
    }

    /**
     * Carries an error back through weights: {@code delta [batch, units] -> [batch, inputs]}.
     *
     * @param weight the layer's own (backpropagation) or any matrix of the same shape (feedback alignment, sign symmetry)
     */
    public Tensor carryBack(GraphBuilder g, Tensor delta, Tensor weight) {
        return g.gemmTransB(delta, weight);
    }
}
