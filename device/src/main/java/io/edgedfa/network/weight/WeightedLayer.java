package io.edgedfa.network.weight;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.stream.IntStream;

/** A layer that learns: a linear map with weights, and a bias per unit or channel. */
public sealed interface WeightedLayer permits Dense, Convolution, TransposedConvolution {

    /** Shape of W as it is stored. */
    Shape weightShape();

    /** Shape of b: {@code [units]} or {@code [channels]}. */
    Shape biasShape();

    /** The layer as a matrix {@code [inputs, outputs]}, to draw its weights. */
    Fans fans();

    /**
     * Weights as they are stored.
     *
     * @param matrix of {@link #fans}, row-major, not changed
     */
    float[] stored(float[] matrix);

    /**
     * The layer's output, as inference computes it.
     *
     * @param h    the layer's input, {@code [batch, ...]}
     * @param bias null for none
     */
    Tensor forward(GraphBuilder g, Tensor h, Tensor weight, Tensor bias);

    /** The same output, by a way whose intermediate tensors {@link #weightGradient} uses again. */
    default Tensor forwardToLearn(GraphBuilder g, Tensor h, Tensor weight, Tensor bias) {
        return forward(g, h, weight, bias);
    }

    /**
     * Carries a delta at the layer's output back to its input.
     *
     * @param weight the layer's own (backpropagation) or any tensor of the same shape (feedback alignment, sign symmetry)
     * @param input  shape of the layer's input, {@code [batch, ...]}
     */
    Tensor carryBack(GraphBuilder g, Tensor delta, Tensor weight, Shape input);

    /** {@code dW}, in the weight's shape, from the layer's input and the delta at its output, summed over the batch. */
    Tensor weightGradient(GraphBuilder g, Tensor h, Tensor delta);

    /** {@code scale * base + dW}; layers that can, add while they multiply. @param base of the weight's shape */
    default Tensor addWeightGradient(GraphBuilder g, Tensor base, float scale, Tensor h, Tensor delta) {
        return g.add(scale == 1 ? base : g.mul(base, g.scalar(scale)), weightGradient(g, h, delta));
    }

    /** {@code db}: the delta's sum over everything but axis 1. */
    default Tensor biasGradient(GraphBuilder g, Tensor delta) {
        return g.reduceSum(delta, IntStream.range(0, delta.shape().rank()).filter(axis -> axis != 1).toArray());
    }
}
