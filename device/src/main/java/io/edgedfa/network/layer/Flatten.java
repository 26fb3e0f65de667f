package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/** {@code [batch, channels, height, width] -> [batch, channels * height * width]}. */
public record Flatten() implements Layer {
    @Override
    public String name() {
        return "flatten";
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        Shape image = input.shape();
        int values = 1;
        for (int axis = 1; axis < image.rank(); axis++) {
            values = Math.multiplyExact(values, image.size(axis));
        }
        return g.reshape(input, Shape.of(image.size(0), values));
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        return g.reshape(signal, input.shape());
    }

    @Override
    public Tensor carryForward(GraphBuilder g, Tensor delta, Tensor input) {
        return forward(g, delta);
    }
}
