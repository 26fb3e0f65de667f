package io.edgedfa.learning.optimizer;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.weight.WeightedLayer;

/**
 * The gradient of one parameter, not yet computed: an optimizer asks for the form it needs, so that plain gradient descent
 * never materialises the gradient of a dense weight.
 */
public interface Gradient {

    /** The gradient itself, in the parameter's shape. */
    Tensor value(GraphBuilder g);

    /** {@code baseScale * base + scale * gradient}. @param scale a scalar tensor, or null for 1 */
    Tensor addedTo(GraphBuilder g, Tensor base, float baseScale, Tensor scale);

    /** A weight's, from its layer's input and the delta at the layer's output. */
    record OfWeight(WeightedLayer layer, Tensor input, Tensor delta) implements Gradient {
        @Override
        public Tensor value(GraphBuilder g) {
            return layer.weightGradient(g, input, delta);
        }

        @Override
        public Tensor addedTo(GraphBuilder g, Tensor base, float baseScale, Tensor scale) {
            return layer.addWeightGradient(g, base, baseScale, input, scale == null ? delta : g.mul(delta, scale));
        }
    }

    /** A bias', from the delta at its layer's output. */
    record OfBias(WeightedLayer layer, Tensor delta) implements Gradient {
        @Override
        public Tensor value(GraphBuilder g) {
            return layer.biasGradient(g, delta);
        }

        @Override
        public Tensor addedTo(GraphBuilder g, Tensor base, float baseScale, Tensor scale) {
            Tensor gradient = scale == null ? value(g) : g.mul(value(g), scale);
            return g.add(baseScale == 1 ? base : g.mul(base, g.scalar(baseScale)), gradient);
        }
    }
}
