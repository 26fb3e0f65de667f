package io.edgedfa.network.weight;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;

/**
 * The mirror of a convolution, {@code [batch, inChannels, rows, columns] -> [batch, outChannels, height, width]}: it puts the
 * kernel, times the value, where the convolution would have looked.
 *
 * @param inChannels  channels of the input
 * @param outChannels channels of the output
 * @param window      of the mirrored convolution
 * @param extraHeight rows of the output that no kernel reaches, below the stride
 * @param extraWidth  columns of the output that no kernel reaches, below the stride
 */
public record TransposedConvolution(int inChannels, int outChannels, Window window, int extraHeight, int extraWidth)
        implements WeightedLayer {
    public TransposedConvolution {
        if (inChannels < 1 || outChannels < 1) {
            throw new IllegalArgumentException(
                    "transposed convolution " + inChannels + " -> " + outChannels + ": channels must be positive");
        }
    }

    /** {@code [inChannels, outChannels, kernel height, kernel width]}. */
    @Override
    public Shape weightShape() {
        return Shape.of(inChannels, outChannels, window.height(), window.width());
    }

    @Override
    public Shape biasShape() {
        return Shape.of(outChannels);
    }

    @Override
    public Fans fans() {
        int patch = outChannels * window.area();
        return new Fans(inChannels, patch, inChannels * window.area(), patch);
    }

    @Override
    public float[] stored(float[] matrix) {
        return matrix;
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor h, Tensor weight, Tensor bias) {
        return g.convTranspose(h, weight, bias, window, extraHeight, extraWidth);
    }

    @Override
    public Tensor carryBack(GraphBuilder g, Tensor delta, Tensor weight, Shape input) {
        return g.conv(delta, weight, null, window);
    }

    /** The gradient of the mirrored convolution, with input and delta in each other's place. */
    @Override
    public Tensor weightGradient(GraphBuilder g, Tensor h, Tensor delta) {
        return new Convolution(outChannels, inChannels, window).weightGradient(g, delta, h);
    }
}
