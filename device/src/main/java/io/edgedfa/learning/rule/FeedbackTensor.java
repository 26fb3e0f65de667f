package io.edgedfa.learning.rule;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;

/**
 * Fixed feedback values.
 *
 * @param name   of the constant in the graph
 * @param values row-major in {@code shape}, not copied
 */
public record FeedbackTensor(String name, Shape shape, float[] values) {

    /** The tensor in a graph: the same one however often it is asked for. */
    Tensor in(GraphBuilder g) {
        return g.constant(name, shape, values);
    }
}
