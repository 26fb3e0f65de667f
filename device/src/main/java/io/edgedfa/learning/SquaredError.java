package io.edgedfa.learning;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/** {@code mean(sum((output - target)^2)) / 2}; its gradient is {@code (output - target) / batch}. */
public record SquaredError() implements Loss {
    static final String NAME = "squared-error";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Evaluated evaluate(GraphBuilder g, Tensor output, Tensor target) {
        double batch = output.shape().size(0);
        Tensor difference = g.sub(output, target);
        Tensor sum = g.sumAll(g.mul(difference, difference));
        return new Evaluated(g.mul(sum, g.scalar(0.5 / batch)), g.mul(difference, g.scalar(1 / batch)));
    }
}
