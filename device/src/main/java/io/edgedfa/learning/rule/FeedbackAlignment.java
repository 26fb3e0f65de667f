package io.edgedfa.learning.rule;

import io.edgedfa.graph.Tensor;
import java.util.List;

/**
 * Feedback alignment: {@code delta_l = (delta_{l+1} B_{l+1}) * f'(a_l)} with a fixed random {@code B_{l+1}} where
 * backpropagation has {@code W_{l+1}^T} (Lillicrap et al. 2014, arXiv 1411.0247).
 *
 * @param feedback one per block but the first, in the shape of that block's weight
 */
public record FeedbackAlignment(List<? extends FeedbackMatrix> feedback) implements LearningRule {
    public static final String NAME = "fa";

    public FeedbackAlignment {
        feedback = List.copyOf(feedback);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tensor signal(int block, ErrorPropagation errors) {
        return errors.carryBack(block, reader -> feedback.get(reader - 1).in(errors.graph()));
    }
}
