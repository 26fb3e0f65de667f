package io.edgedfa.network.weight;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;

/**
 * A convolution, {@code [batch, inChannels, height, width] -> [batch, outChannels, rows, columns]}.
 *
 * @param inChannels  channels of the image
 * @param outChannels kernels
 * @param window      size, stride and padding of the kernels
 */
public record Convolution(int inChannels, int outChannels, Window window) implements WeightedLayer {
    public Convolution {
        if (inChannels < 1 || outChannels < 1) {
            throw new IllegalArgumentException("convolution " + inChannels + " -> " + outChannels + ": channels must be positive");
        }
    }

    /** The same in both directions. */
    public Convolution(int inChannels, int outChannels, int kernel, int stride, int padding) {
        this(inChannels, outChannels, Window.square(kernel, stride, padding));
    }

    /** {@code [outChannels, inChannels, kernel height, kernel width]}. */
    @Override
    public Shape weightShape() {
        return Shape.of(outChannels, inChannels, window.height(), window.width());
    }

    @Override
    public Shape biasShape() {
        return Shape.of(outChannels);
    }

    @Override
    public Fans fans() {
        int patch = inChannels * window.area();
        return new Fans(patch, outChannels, patch, outChannels * window.area());
    }

    @Override
    public float[] stored(float[] matrix) {
        return fans().transpose(matrix);
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor h, Tensor weight, Tensor bias) {
        return g.conv(h, weight, bias, window);
    }

    /** One product of all patches with all kernels: the patches are needed again for the gradient. */
    @Override
    public Tensor forwardToLearn(GraphBuilder g, Tensor h, Tensor weight, Tensor bias) {
        Tensor patches = Patches.of(g, h, window);
        Tensor kernels = g.reshape(g.transpose(weight, 2, 3, 1, 0), Shape.of(inChannels * window.area(), outChannels));
        Tensor product = bias == null ? g.matmul(patches, kernels) : g.gemm(patches, kernels, bias);
        Shape image = h.shape();
        return Patches.toImages(g, product, image.size(0), window.rows(image.size(2)), window.columns(image.size(3)));
    }

    @Override
    public Tensor carryBack(GraphBuilder g, Tensor delta, Tensor weight, Shape input) {
        int extraHeight = (input.size(2) + window.top() + window.bottom() - window.height()) % window.strideHeight();
        int extraWidth = (input.size(3) + window.left() + window.right() - window.width()) % window.strideWidth();
        return g.convTranspose(delta, weight, null, window, extraHeight, extraWidth);
    }

    @Override
    public Tensor weightGradient(GraphBuilder g, Tensor h, Tensor delta) {
        Tensor product = g.gemmTransA(Patches.of(g, h, window), Patches.fromImages(g, delta));
        Tensor kernels = g.reshape(product, Shape.of(window.height(), window.width(), inChannels, outChannels));
        return g.transpose(kernels, 3, 2, 0, 1);
    }
}
