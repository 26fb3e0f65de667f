package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/** {@code y = tanh(a)}, {@code y' = 1 - y^2}. */
public record Tanh() implements Layer {
    @Override
    public String name() {
        return "tanh";
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.tanh(input);
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        return g.mul(signal, g.sub(g.scalar(1), g.mul(output, output)));
    }
}
