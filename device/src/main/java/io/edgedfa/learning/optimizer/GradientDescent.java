package io.edgedfa.learning.optimizer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/** {@code w <- w - rate * gradient}: no state, and for weights one Gemm that adds the product to the weight itself. */
public record GradientDescent() implements Optimizer {
    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public Update begin(GraphBuilder g, Tensor learningRate, String prefix) {
        Tensor descent = g.neg(learningRate);
        return (parameter, gradient) -> g.update(parameter, gradient.addedTo(g, parameter, 1, descent));
    }
}
