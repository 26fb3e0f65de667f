package io.edgedfa.learning;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.learning.rule.ErrorPropagation;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.network.Block;
import io.edgedfa.network.ForwardPass;
import io.edgedfa.network.Network;

/**
 * How far a rule's deltas are from backpropagation's: for each hidden block the angle between the two in degrees, per sample,
 * averaged over the batch (as in TinyDFA; other works compare averages of deltas, or weights with feedback). Below 90 degrees
 * the rule descends; a sample where either delta is zero counts 90.
 */
public final class Alignment {
    private static final float TINY = 1e-30f;

    private Alignment() {}

    /** Name of the scalar output with a block's angle. */
    public static String output(Block block) {
        return block.name() + ".angle";
    }

    /**
     * A graph that only measures.
     *
     * @param batch samples per run
     * @return inputs {@link TrainingStep#FEATURES} and {@link TrainingStep#LABELS}; the parameters as state, unchanged; one
     *     {@link #output} per hidden block
     */
    public static Graph of(Network network, LearningRule rule, Loss loss, int batch) {
        GraphBuilder g = new GraphBuilder("alignment");
        Tensor features = g.input(TrainingStep.FEATURES, ElementType.FLOAT, network.input().ofBatch(batch));
        Tensor labels = g.input(TrainingStep.LABELS, ElementType.INT64, Shape.of(batch));
        ForwardPass forward = ForwardPass.of(network, g, features);
        Tensor error = loss.evaluate(g, forward.output(), g.oneHot(labels, network.classes())).error();
        measure(g, forward, new ErrorPropagation(g, forward, rule, error), 0);
        return g.build();
    }

    /** Adds one output per hidden block from {@code first} on. */
    static void measure(GraphBuilder g, ForwardPass forward, ErrorPropagation errors, int first) {
        ErrorPropagation exact = errors.following(new Backpropagation());
        for (int i = first; i < forward.steps().size() - 1; i++) {
            g.output(output(forward.steps().get(i).block()), angle(g, errors.delta(i), exact.delta(i)));
        }
    }

    private static Tensor angle(GraphBuilder g, Tensor one, Tensor two) {
        Tensor a = unit(g, one);
        Tensor b = unit(g, two);
        Tensor cosines = g.clip(g.reduceSum(g.mul(a, b), 1), -1, 1);
        double degrees = Math.toDegrees(1) / cosines.shape().size(0);
        return g.mul(g.sumAll(g.acos(cosines)), g.scalar(degrees));
    }

    /** Rows of length 1. Dividing by the sum of magnitudes first keeps squares of tiny values from becoming zero. */
    private static Tensor unit(GraphBuilder g, Tensor delta) {
        int batch = delta.shape().size(0);
        Tensor rows = g.reshape(delta, Shape.of(batch, delta.shape().elements() / batch));
        Shape column = Shape.of(batch, 1);
        Tensor magnitude = g.reduceSum(g.mul(rows, g.sign(rows)), 1);
        Tensor even = g.div(rows, g.reshape(g.add(magnitude, g.scalar(TINY)), column));
        Tensor length = g.sqrt(g.reduceSum(g.mul(even, even), 1));
        return g.div(even, g.reshape(g.add(length, g.scalar(TINY)), column));
    }
}
