package io.edgedfa.learning.rule;

import io.edgedfa.graph.Tensor;

/**
 * Indirect feedback alignment (Nøkland 2016, arXiv 1609.01596): the error enters the first hidden block directly,
 * {@code delta_1 = (e B_1) * f'(a_1)}, and reaches the later ones through the forward weights,
 * {@code delta_k = (delta_{k-1} W_k) * f'(a_k)}.
 *
 * @param first the direct feedback of the first block
 */
public record IndirectFeedbackAlignment(DirectFeedbackAlignment first) implements LearningRule {
    public static final String NAME = "ifa";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tensor signal(int block, ErrorPropagation errors) {
        return block == 0 ? first.signal(0, errors) : errors.carryForward(block);
    }
}
