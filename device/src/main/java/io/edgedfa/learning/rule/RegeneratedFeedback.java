package io.edgedfa.learning.rule;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.random.RandomGenerator;

/**
 * Feedback that is computed anew in every step instead of stored: {@code B_ij = scale * sin(p_i q_j)} as a matrix of the
 * shape's first axis by the rest. The products are many turns, so the values look independent; their distribution is the
 * arcsine's, with the variance of the Kaiming uniform one, {@code 2 / in}. Kept are one number per row and column.
 *
 * @param name  prefixes the names in the graph
 * @param rows  {@code p}, one per index of the first axis
 * @param turns {@code q}, one per index of the other axes together
 */
public record RegeneratedFeedback(String name, Shape shape, float[] rows, float[] turns, float scale) implements FeedbackMatrix {
    /** Radians per unit of the columns' numbers: enough for several turns between neighbouring rows. */
    private static final double LEAST = 40;
    private static final double MOST = 140;

    /** Draws rows, then columns. @param in fan-in that sets the scale */
    static RegeneratedFeedback draw(String name, Shape shape, int in, RandomGenerator random) {
        int rows = shape.size(0);
        return new RegeneratedFeedback(name, shape, numbers(rows, random), numbers(shape.elements() / rows, random),
                (float) (2 / Math.sqrt(in)));
    }

    private static float[] numbers(int count, RandomGenerator random) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (LEAST + random.nextDouble() * (MOST - LEAST));
        }
        return numbers;
    }

    /** The shift is a state tensor that stays zero: what depends on it is not a constant that an engine would store after all. */
    @Override
    public Tensor in(GraphBuilder g) {
        Tensor shift = g.state(name + ".shift", Shape.SCALAR);
        Tensor column = g.add(g.constant(name + ".rows", Shape.of(rows.length, 1), rows), shift);
        Tensor angles = g.mul(column, g.constant(name + ".turns", Shape.of(1, turns.length), turns));
        return g.reshape(g.mul(g.sin(angles), g.scalar(scale)), shape);
    }
}
