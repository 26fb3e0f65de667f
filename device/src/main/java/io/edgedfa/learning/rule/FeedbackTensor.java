package io.edgedfa.learning.rule;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/**
 * Feedback that is stored.
 *
 * @param name   of the constant in the graph
 * @param values row-major in {@code shape}, not copied
 */
public record FeedbackTensor(String name, Shape shape, float[] values) implements FeedbackMatrix {

    /** The same constant however often it is asked for. */
    @Override
    public Tensor in(GraphBuilder g) {
        return g.constant(name, shape, values);
    }
}
