package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/** {@code [batch, channels * height * width] -> [batch, channels, height, width]}: undoes {@link Flatten}. */
public record Unflatten(int channels, int height, int width) implements Layer {
    public Unflatten {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "unflatten to [" + channels + ", " + height + ", " + width + "]: sizes must be positive");
        }
    }

    @Override
    public String name() {
        return "unflatten";
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.reshape(input, Shape.of(input.shape().size(0), channels, height, width));
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
