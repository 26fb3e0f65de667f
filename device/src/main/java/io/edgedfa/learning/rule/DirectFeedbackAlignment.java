package io.edgedfa.learning.rule;

import io.edgedfa.graph.Tensor;
import java.util.List;

/**
 * Direct feedback alignment: {@code delta_l = (e B_l) * f'(a_l)} with a fixed random {@code B_l [classes, units]} (Nøkland
 * 2016, arXiv 1609.01596). No weight is read after the forward pass, so every weight can be updated in place.
 *
 * @param name     {@code dfa}, or {@code sparse-dfa} where most of the feedback is zeros (Crafton et al. 2019, arXiv 1903.02083)
 * @param feedback one per hidden block: {@code [classes, values of the block's output]}
 */
public record DirectFeedbackAlignment(String name, List<? extends FeedbackMatrix> feedback) implements LearningRule {
    public static final String NAME = "dfa";
    public static final String SPARSE_NAME = "sparse-dfa";

    public DirectFeedbackAlignment {
        feedback = List.copyOf(feedback);
    }

    @Override
    public Tensor signal(int block, ErrorPropagation errors) {
        Tensor flat = errors.graph().matmul(errors.outputError(), feedback.get(block).in(errors.graph()));
        return errors.graph().reshape(flat, errors.outputShape(block));
    }
}
