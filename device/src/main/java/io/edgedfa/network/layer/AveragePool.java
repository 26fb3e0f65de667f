package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;
import io.edgedfa.network.weight.Convolution;
import java.util.Arrays;

/** The mean under each window of each channel, zeros of the padding counted. */
public record AveragePool(Window window) implements Layer {

    /** Windows side by side, {@code size} by {@code size}. */
    public AveragePool(int size) {
        this(Window.square(size, size, 0));
    }

    @Override
    public String name() {
        return "average-pool";
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.averagePool(input, window);
    }

    /** Each channel alone is a convolution with equal weights. */
    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        float[] weights = new float[window.area()];
        Arrays.fill(weights, 1f / window.area());
        Tensor kernel = g.constant(output.name() + ".mean", Shape.of(1, 1, window.height(), window.width()), weights);
        Shape image = input.shape();
        Shape small = signal.shape();
        Tensor channels = g.reshape(signal, Shape.of(small.size(0) * small.size(1), 1, small.size(2), small.size(3)));
        Shape channel = Shape.of(image.size(0) * image.size(1), 1, image.size(2), image.size(3));
        return g.reshape(new Convolution(1, 1, window).carryBack(g, channels, kernel, channel), image);
    }

    @Override
    public Tensor carryForward(GraphBuilder g, Tensor delta, Tensor input) {
        return g.averagePool(delta, window);
    }
}
