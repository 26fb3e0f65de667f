package io.edgedfa.learning.optimizer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/**
 * Adam with bias correction (Kingma and Ba 2014, arXiv 1412.6980), for weights and biases alike:
 * {@code m <- b1 m + (1-b1) g}, {@code v <- b2 v + (1-b2) g^2}, {@code w <- w - rate * m' / (sqrt(v') + epsilon)} with
 * {@code m' = m / (1 - b1^t)}, {@code v' = v / (1 - b2^t)}.
 */
public record Adam(float beta1, float beta2, float epsilon) implements Optimizer {
    /** State tensor: number of steps taken, a scalar. */
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
    public Update begin(GraphBuilder g, Tensor learningRate) {
        Tensor steps = g.state(STEPS, Shape.SCALAR);
        Tensor t = g.add(steps, g.scalar(1));
        g.update(steps, t);
        Tensor correction1 = g.sub(g.scalar(1), g.pow(g.scalar(beta1), t));
        Tensor correction2 = g.sqrt(g.sub(g.scalar(1), g.pow(g.scalar(beta2), t)));
        // The corrections are moved onto scalars: w - rate' * m / (sqrt(v) + epsilon'), the same value with fewer passes.
        Tensor rate = g.div(g.mul(learningRate, correction2), correction1);
        Tensor stabiliser = g.mul(g.scalar(epsilon), correction2);
        return (parameter, gradient) -> {
            Tensor moment1 = g.state(parameter.name() + ".moment1", parameter.shape());
            Tensor moment2 = g.state(parameter.name() + ".moment2", parameter.shape());
            Tensor gradientValue = gradient.value(g);
            Tensor m = moved(g, moment1, gradientValue, beta1);
            Tensor v = moved(g, moment2, g.mul(gradientValue, gradientValue), beta2);
            g.update(moment1, m);
            g.update(moment2, v);
            Tensor step = g.div(g.mul(m, rate), g.add(g.sqrt(v), stabiliser));
            g.update(parameter, g.sub(parameter, step));
        };
    }

    /** {@code beta * average + (1 - beta) * value}. */
    private static Tensor moved(GraphBuilder g, Tensor average, Tensor value, float beta) {
        return g.add(g.mul(average, g.scalar(beta)), g.mul(value, g.scalar(1 - beta)));
    }
}
