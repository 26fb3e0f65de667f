package io.edgedfa.learning.rule;

import io.edgedfa.graph.Tensor;

/** Who carries the error to each block. */
public interface LearningRule {

    /** Name in settings and files, for example {@code dfa}. */
    String name();

    /**
     * The error signal that reaches the output of a hidden block. It is then carried back exactly through the block's
     * weightless layers.
     *
     * @param block  index of a block before the last one
     * @param errors deltas of all blocks (asked for as needed, computed once), weights, and the graph under construction
     * @return in the shape of the block's output, {@code [batch, ...]}
     */
    Tensor signal(int block, ErrorPropagation errors);
}
