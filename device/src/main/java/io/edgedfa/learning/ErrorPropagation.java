package io.edgedfa.learning;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.ForwardPass;

/**
 * The way back of one training step. Each block's delta is computed once, when first asked for, from the signal the rule
 * names; a rule may build on the delta of any block, before or after its own.
 */
public final class ErrorPropagation {
    private final GraphBuilder graph;
    private final ForwardPass forward;
    private final LearningRule rule;
    private final Tensor[] deltas;

    /** @param outputError gradient of the mean loss with respect to the network's output, {@code [batch, classes]} */
    ErrorPropagation(GraphBuilder graph, ForwardPass forward, LearningRule rule, Tensor outputError) {
        this.graph = graph;
        this.forward = forward;
        this.rule = rule;
        this.deltas = new Tensor[forward.steps().size()];
        int last = deltas.length - 1;
        deltas[last] = forward.steps().get(last).delta(graph, outputError);
    }

    /** The graph under construction. */
    public GraphBuilder graph() {
        return graph;
    }

    /** The delta at a block's preactivation, {@code [batch, units]}. */
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

    /** A block's weight W, {@code [inputs, units]}, as the forward pass read it. */
    public Tensor weight(int block) {
        return forward.steps().get(block).weight();
    }

    /** Carries a block's delta back to the block's input through a matrix of its weight's shape. */
    public Tensor carryBack(int block, Tensor weight) {
        return forward.steps().get(block).block().dense().carryBack(graph, delta(block), weight);
    }
}
