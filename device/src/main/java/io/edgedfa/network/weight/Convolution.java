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
 * @param groups      of channels and kernels that do not see each other; as many as channels for a depthwise convolution
 * @param window      size, stride, padding and dilation of the kernels
 */
public record Convolution(int inChannels, int outChannels, int groups, Window window) implements WeightedLayer {
    public Convolution {
        if (inChannels < 1 || outChannels < 1) {
            throw new IllegalArgumentException("convolution " + inChannels + " -> " + outChannels + ": channels must be positive");
        }
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException(
                    "convolution " + inChannels + " -> " + outChannels + " has " + groups + " groups; allowed: a divisor of both");
        }
    }

    /** One group. */
    public Convolution(int inChannels, int outChannels, Window window) {
        this(inChannels, outChannels, 1, window);
    }

    /** The same in both directions. */
    public Convolution(int inChannels, int outChannels, int kernel, int stride, int padding) {
        this(inChannels, outChannels, Window.square(kernel, stride, padding));
    }

    /** {@code [outChannels, inChannels / groups, kernel height, kernel width]}. */
    @Override
    public Shape weightShape() {
        return Shape.of(outChannels, inChannels / groups, window.height(), window.width());
    }

    @Override
    public Shape biasShape() {
        return Shape.of(outChannels);
    }

    @Override
    public Fans fans() {
        int patch = inChannels / groups * window.area();
        return new Fans(patch, outChannels, patch, outChannels / groups * window.area());
    }

    @Override
    public float[] stored(float[] matrix) {
        return fans().transpose(matrix);
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor h, Tensor weight, Tensor bias) {
        return g.conv(h, weight, bias, window, groups);
    }

    /** Of one group, one product of all patches with all kernels: the patches are needed again for the gradient. */
    @Override
    public Tensor forwardToLearn(GraphBuilder g, Tensor h, Tensor weight, Tensor bias) {
        if (groups > 1) {
            return forward(g, h, weight, bias);
        }
        Tensor patches = Patches.of(g, h, window);
        Tensor kernels = g.reshape(g.transpose(weight, 2, 3, 1, 0), Shape.of(inChannels * window.area(), outChannels));
        Tensor product = bias == null ? g.matmul(patches, kernels) : g.gemm(patches, kernels, bias);
        Shape image = h.shape();
        return Patches.toImages(g, product, image.size(0), window.rows(image.size(2)), window.columns(image.size(3)));
    }

    @Override
    public Tensor carryBack(GraphBuilder g, Tensor delta, Tensor weight, Shape input) {
        int extraHeight = (input.size(2) + window.top() + window.bottom() - window.extentHeight()) % window.strideHeight();
        int extraWidth = (input.size(3) + window.left() + window.right() - window.extentWidth()) % window.strideWidth();
        return g.convTranspose(delta, weight, null, window, groups, extraHeight, extraWidth);
    }

    /** One product of patches and deltas for each group, all of them in one node. */
    @Override
    public Tensor weightGradient(GraphBuilder g, Tensor h, Tensor delta) {
        Tensor patches = Patches.of(g, h, window);
        Tensor deltas = Patches.fromImages(g, delta);
        int kernels = outChannels / groups;
        int channels = inChannels / groups;
        if (groups == 1) {
            Tensor product = g.reshape(g.gemmTransA(patches, deltas), Shape.of(window.height(), window.width(), channels, kernels));
            return g.transpose(product, 3, 2, 0, 1);
        }
        int positions = patches.shape().size(0);
        Tensor seen = g.transpose(g.reshape(patches, Shape.of(positions, window.area(), groups, channels)), 2, 1, 3, 0);
        Tensor wanted = g.transpose(g.reshape(deltas, Shape.of(positions, groups, kernels)), 1, 0, 2);
        Tensor products = g.matmul(g.reshape(seen, Shape.of(groups, window.area() * channels, positions)), wanted);
        Tensor apart = g.reshape(products, Shape.of(groups, window.area(), channels, kernels));
        return g.reshape(g.transpose(apart, 0, 3, 2, 1), weightShape());
    }
}
