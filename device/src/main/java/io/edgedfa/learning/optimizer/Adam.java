package io.edgedfa.learning.optimizer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/**
 * Adam with bias correction (Kingma and Ba 2014, arXiv 1412.6980), for weights and biases alike:
 * {@code m <- b1 m + (1-b1) g}, {@code v <- b2 v + (1-b2) g^2}, {@code w <- w - rate * m' / (sqrt(v') + epsilon)} with
 * {@code m' = m / (1 - b1^t)}, {@code v' = v / (1 - b2^t)}.
 *
 * <p>What is kept are {@code m / (1-b1)} and {@code v / (1-b2)}, which saves a pass each; all constant factors are moved onto
 * scalars.
 */
public record Adam(float beta1, float beta2, float epsilon) implements Optimizer {
    /** State tensor: number of steps taken, a scalar; after the prefix where there are several optimizers. */
    public static final String STEPS = "adam.steps";

    public Adam {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
            throw new IllegalArgumentException("Adam(" + beta1 + ", " + beta2 + ", " + epsilon
                    + "): betas must be at least 0 and below 1, epsilon positive");
        }
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public Update begin(GraphBuilder g, Tensor learningRate, String prefix) {
        Tensor steps = g.state(prefix + STEPS, Shape.SCALAR);
        Tensor t = g.add(steps, g.scalar(1));
        g.update(steps, t);
        Tensor correction1 = g.sub(g.scalar(1), g.pow(g.scalar(beta1), t));
        Tensor correction2 = g.sqrt(g.sub(g.scalar(1), g.pow(g.scalar(beta2), t)));
        double root = Math.sqrt(1 - beta2);
        Tensor rate = g.div(g.mul(g.mul(learningRate, g.scalar((1 - beta1) / root)), correction2), correction1);
        Tensor stabiliser = g.mul(g.scalar(epsilon / root), correction2);
        return (parameter, gradient) -> {
            Tensor moment1 = g.state(parameter.name() + ".moment1", parameter.shape());
            Tensor moment2 = g.state(parameter.name() + ".moment2", parameter.shape());
            Tensor value = gradient.value(g);
            Tensor m = g.add(g.mul(moment1, g.scalar(beta1)), value);
            Tensor v = g.add(g.mul(moment2, g.scalar(beta2)), g.mul(value, value));
            g.update(moment1, m);
            g.update(moment2, v);
            Tensor step = g.div(g.mul(m, rate), g.add(g.sqrt(v), stabiliser));
            g.update(parameter, g.sub(parameter, step));
        };
    }
}
