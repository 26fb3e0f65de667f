package io.edgedfa.network.layer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/**
 * The logistic function {@code y = 1 / (1 + exp(-k a))}, {@code y' = k y (1 - y)}.
 *
 * @param slope k, positive and finite
 */
public record Logistic(float slope) implements Layer {
    public Logistic {
        if (!(slope > 0) || Float.isInfinite(slope)) {
            throw new IllegalArgumentException("slope " + slope + " of the logistic function must be positive and finite");
        }
    }

    static Logistic withSlope(String text) {
        try {
            return new Logistic(Float.parseFloat(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("slope '" + text + "' of the logistic function must be a positive number", e);
        }
    }

    @Override
    public String name() {
        return slope == 1 ? "sigmoid" : "sigmoid:" + slope;
    }

    @Override
    public Tensor forward(GraphBuilder g, Tensor input) {
        return g.sigmoid(slope == 1 ? input : g.mul(input, g.scalar(slope)));
    }

    @Override
    public Tensor backward(GraphBuilder g, Tensor signal, Tensor input, Tensor output) {
        Tensor derivative = g.mul(output, g.sub(g.scalar(1), output));
        return g.mul(signal, slope == 1 ? derivative : g.mul(derivative, g.scalar(slope)));
    }
}
