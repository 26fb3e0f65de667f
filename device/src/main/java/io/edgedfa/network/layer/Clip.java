package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/**
 * The nearest value from {@code min} to {@code max}; {@code y' = 1} strictly between them, else 0. From 0 to 6 it is the ReLU6 of
 * mobile networks (Howard et al. 2017, arXiv 1704.04861).
 *
 * @param min {@code -Float.MAX_VALUE} for no bound
 * @param max above {@code min}; {@code Float.MAX_VALUE} for no bound
 */
public record Clip(float min, float max) implements Layer {
    public Clip {
        if (!(min < max)) {
            throw new IllegalArgumentException("clip from " + min + " to " + max + ": the first must be below the second");
        }
    }

    /** From 0 to 6. */
    static Clip relu6() {
        return new Clip(0, 6);
    }

    @Override
    public String name() {
        return equals(relu6()) ? "relu6" : "clip:" + min + ":" + max;
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.clip(input, min, max);
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        return g.mul(signal, between(g, input));
    }

    /** 1 where the input is between the bounds, else 0. */
    private Tensor between(GraphBuilder g, Tensor input) {
        Tensor above = g.relu(g.sign(g.sub(input, g.scalar(min))));
        Tensor below = g.relu(g.sign(g.sub(g.scalar(max), input)));
        return g.mul(above, below);
    }
}
