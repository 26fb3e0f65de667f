package io.edgedfa.learning;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/**
 * The gradient of one parameter, not yet computed: an optimizer asks for the form it needs, so that plain gradient descent
 * never materialises a weight gradient.
 */
interface Gradient {

    /** The gradient itself, in the parameter's shape. */
    Tensor value(GraphBuilder g);

    /** {@code baseScale * base + scale * gradient}. @param scale a scalar tensor, or null for 1 */
    Tensor addedTo(GraphBuilder g, Tensor base, float baseScale, Tensor scale);

    /** {@code h^T delta}, {@code [inputs, units]}: sum and product happen in one Gemm. */
    record OfWeight(Tensor input, Tensor delta) implements Gradient {
        @Override
        public Tensor value(GraphBuilder g) {
            return g.gemmTransA(input, delta);
        }

        @Override
        public Tensor addedTo(GraphBuilder g, Tensor base, float baseScale, Tensor scale) {
            Tensor scaled = scale == null ? delta : g.mul(delta, scale);
            return g.gemmTransA(input, scaled, 1, base, baseScale);
        }
    }

    /** {@code sum(delta)} over the batch, {@code [units]}. */
    record OfBias(Tensor delta) implements Gradient {
        @Override
        public Tensor value(GraphBuilder g) {
            return g.reduceSum(delta, 0);
        }

        @Override
        public Tensor addedTo(GraphBuilder g, Tensor base, float baseScale, Tensor scale) {
            Tensor gradient = scale == null ? value(g) : g.mul(value(g), scale);
            return g.add(baseScale == 1 ? base : g.mul(base, g.scalar(baseScale)), gradient);
        }
    }
}
