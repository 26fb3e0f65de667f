package io.edgedfa.learning.rule;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.ForwardPass;
import io.edgedfa.network.layer.Residual;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.function.IntFunction;

/**
 * The way back of one training step. Each block's delta is computed once, when first asked for, from the signal the rule
 * names; a rule may build on the delta of any block, before or after its own.
 */
public final class ErrorPropagation {
    private final GraphBuilder graph;
    private final ForwardPass forward;
    private final LearningRule rule;
    private final Tensor[] signals;
    private final Tensor[] deltas;

    private ErrorPropagation(GraphBuilder graph, ForwardPass forward, LearningRule rule) {
        this.graph = graph;
        this.forward = forward;
        this.rule = rule;
        this.signals = new Tensor[forward.steps().size()];
        this.deltas = new Tensor[forward.steps().size()];
    }

    /** @param outputError gradient of the mean loss with respect to the network's output, {@code [batch, classes]} */
    public ErrorPropagation(GraphBuilder graph, ForwardPass forward, LearningRule rule, Tensor outputError) {
        this(graph, forward, rule);
        signals[signals.length - 1] = outputError;
    }

    /** The same output error, carried by another rule. */
    public ErrorPropagation following(LearningRule other) {
        ErrorPropagation errors = new ErrorPropagation(graph, forward, other);
        errors.signals[signals.length - 1] = signals[signals.length - 1];
        return errors;
    }

    /** The graph under construction. */
    public GraphBuilder graph() {
        return graph;
    }

    /** The delta at a block's preactivation, in its shape. */
    public Tensor delta(int block) {
        if (deltas[block] == null) {
            deltas[block] = forward.steps().get(block).carryBack(graph, signal(block), 0);
        }
        return deltas[block];
    }

    /** The signal at a block's output, in its shape. */
    private Tensor signal(int block) {
        if (signals[block] == null) {
            signals[block] = rule.signal(block, this);
        }
        return signals[block];
    }

    /**
     * The output error {@code e}, {@code [batch, classes]}: the last block's delta, or where that is an image (a convolution whose
     * image is pooled to one value), the error at the network's output.
     */
    public Tensor outputError() {
        int last = deltas.length - 1;
        return delta(last).shape().rank() == 2 ? delta(last) : signals[last];
    }

    /** A block's weight W as the forward pass read it. */
    public Tensor weight(int block) {
        return forward.steps().get(block).weight();
    }

    /** Shape of a block's output, {@code [batch, ...]}. */
    public Shape outputShape(int block) {
        return forward.steps().get(block).output().shape();
    }

    /**
     * The sum of what all that take a block's output carry back to it: the blocks that read it, each through a tensor of its
     * weight's shape, and the residual layers that add it, unchanged.
     *
     * @param block   index, or {@link ForwardPass#ENTERING} for what enters the network
     * @param weights what stands in place of a reader's weight, by the reader's index
     */
    public Tensor carryBack(int block, IntFunction<Tensor> weights) {
        Tensor sum = null;
        for (int reader = block + 1; reader < forward.steps().size(); reader++) {
            ForwardPass.Step step = forward.steps().get(reader);
            if (forward.source(reader) == block) {
                sum = plus(sum, step.block().weighted().carryBack(graph, delta(reader), weights.apply(reader), step.input().shape()));
            }
            for (int i = 0; i < step.block().after().size(); i++) {
                if (step.block().after().get(i) instanceof Residual added && forward.index(added.block()) == block) {
                    sum = plus(sum, step.carryBack(graph, signal(reader), i));
                }
            }
        }
        return sum;
    }

    private Tensor plus(Tensor sum, Tensor more) {
        return sum == null ? more : graph.add(sum, more);
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
