package io.edgedfa.learning.optimizer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/**
 * {@code v <- momentum * v + gradient}, {@code w <- w - rate * v} (Polyak 1964, in the form of the common frameworks).
 *
 * @param momentum 0 to below 1
 */
public record Momentum(float momentum) implements Optimizer {
    public Momentum {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum " + momentum + " must be at least 0 and below 1");
        }
    }

    @Override
    public String name() {
        return "momentum";
    }

    @Override
    public Update begin(GraphBuilder g, Tensor learningRate, String prefix) {
        return (parameter, gradient) -> {
            Tensor velocity = g.state(parameter.name() + ".velocity", parameter.shape());
            Tensor next = gradient.addedTo(g, velocity, momentum, null);
            g.update(velocity, next);
            g.update(parameter, g.sub(parameter, g.mul(next, learningRate)));
        };
    }
}
