package io.edgedfa.learning.rule;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.ForwardPass;
import io.edgedfa.network.weight.WeightedLayer;

/**
 * The way back of one training step. Each block's delta is computed once, when first asked for, from the signal the rule
 * names; a rule may build on the delta of any block, before or after its own.
 */
public final class ErrorPropagation {
    private final GraphBuilder graph;
    private final ForwardPass forward;
    private final LearningRule rule;
    private final Tensor[] deltas;

    private ErrorPropagation(GraphBuilder graph, ForwardPass forward, LearningRule rule) {
        this.graph = graph;
        this.forward = forward;
        this.rule = rule;
        this.deltas = new Tensor[forward.steps().size()];
    }

    /** @param outputError gradient of the mean loss with respect to the network's output, {@code [batch, classes]} */
    public ErrorPropagation(GraphBuilder graph, ForwardPass forward, LearningRule rule, Tensor outputError) {
        this(graph, forward, rule);
        int last = deltas.length - 1;
        deltas[last] = forward.steps().get(last).delta(graph, outputError);
    }

    /** The same output error, carried by another rule. */
    public ErrorPropagation following(LearningRule other) {
        ErrorPropagation errors = new ErrorPropagation(graph, forward, other);
        errors.deltas[deltas.length - 1] = outputError();
        return errors;
    }

    /** The graph under construction. */
    public GraphBuilder graph() {
        return graph;
    }

    /** The delta at a block's preactivation, in its shape. */
    public Tensor delta(int block) {
        if (deltas[block] == null) {
            deltas[block] = forward.steps().get(block).delta(graph, rule.signal(block, this));
        }
        return deltas[block];
    }

    /** The output error {@code e}: the last block's delta, {@code [batch, classes]}. */
    public Tensor outputError() {
        return deltas[deltas.length - 1];
    }

    /** A block's weight W as the forward pass read it. */
    public Tensor weight(int block) {
        return forward.steps().get(block).weight();
    }

    /** Shape of a block's output, {@code [batch, ...]}. */
    public Shape outputShape(int block) {
        return forward.steps().get(block).output().shape();
    }

    /** Carries a block's delta back to the block's input through a tensor of its weight's shape. */
    public Tensor carryBack(int block, Tensor weight) {
        ForwardPass.Step step = forward.steps().get(block);
        return step.block().weighted().carryBack(graph, delta(block), weight, step.input().shape());
    }

    /**
     * Carries the delta of the block before forward to a block's output: through what follows the block before, the block's
     * weight without bias, and what only moves or scales values of what follows the block.
     *
     * @param block 1 or more
     */
    public Tensor carryForward(int block) {
        ForwardPass.Step step = forward.steps().get(block);
        Tensor entering = forward.steps().get(block - 1).carryForward(graph, delta(block - 1));
        WeightedLayer layer = step.block().weighted();
        return step.carryForward(graph, layer.forward(graph, entering, step.weight(), null));
    }
}
