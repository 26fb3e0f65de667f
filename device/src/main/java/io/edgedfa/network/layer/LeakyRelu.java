package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/**
 * {@code y = a} where positive, {@code slope * a} elsewhere (Maas, Hannun and Ng 2013).
 *
 * @param slope below zero, positive and below 1
 */
public record LeakyRelu(float slope) implements Layer {
    /** The slope of the common frameworks. */
    public static final float USUAL_SLOPE = 0.01f;

    public LeakyRelu {
        if (!(slope > 0 && slope < 1)) {
            throw new IllegalArgumentException("slope " + slope + " of the leaky relu must be above 0 and below 1");
        }
    }

    static LeakyRelu withSlope(String text) {
        try {
            return new LeakyRelu(Float.parseFloat(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("slope '" + text + "' of the leaky relu must be a number above 0 and below 1", e);
        }
    }

    @Override
    public String name() {
        return slope == USUAL_SLOPE ? "leaky-relu" : "leaky-relu:" + slope;
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.leakyRelu(input, slope);
    }

    /** The slope is {@code slope}, and {@code 1 - slope} more where the output is positive. */
    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        Tensor positive = g.relu(g.sign(output));
        return g.mul(signal, g.add(g.mul(positive, g.scalar(1 - slope)), g.scalar(slope)));
    }
}
