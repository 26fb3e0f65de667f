package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;

/** The largest value under each window of each channel. Errors go back to where that value came from, the first of equals. */
public record MaxPool(Window window) implements Layer {

    /** Windows side by side, {@code size} by {@code size}. */
    public MaxPool(int size) {
        this(Window.square(size, size, 0));
    }

    @Override
    public String name() {
        return "max-pool";
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.maxPool(input, window);
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        return g.maxUnpool(signal, g.maxPoolIndices(input, window), input.shape(), window);
    }

    @Override
    public Tensor carryForward(GraphBuilder g, Tensor delta, Tensor input) {
        Tensor indices = g.maxPoolIndices(input, window);
        Tensor picked = g.gatherElements(
                g.reshape(delta, Shape.of(delta.shape().elements())), g.reshape(indices, Shape.of(indices.shape().elements())));
        return g.reshape(picked, indices.shape());
    }
}
