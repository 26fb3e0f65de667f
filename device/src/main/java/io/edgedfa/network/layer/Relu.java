package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/** {@code y = max(a, 0)}, {@code y' = 1} where {@code y > 0}, else 0. */
public record Relu() implements Layer {
    @Override
    public String name() {
        return "relu";
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.relu(input);
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        return g.mul(signal, g.sign(output));
    }
}
