package io.edgedfa.learning.rule;

import io.edgedfa.graph.Tensor;

/** Backpropagation: {@code delta_l = (delta_{l+1} W_{l+1}^T) * f'(a_l)} (Rumelhart, Hinton and Williams 1986). */
public record Backpropagation() implements LearningRule {
    public static final String NAME = "bp";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tensor signal(int block, ErrorPropagation errors) {
        return errors.carryBack(block, errors::weight);
    }
}
