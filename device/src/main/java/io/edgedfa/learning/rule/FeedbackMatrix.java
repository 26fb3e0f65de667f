package io.edgedfa.learning.rule;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;

/** Fixed random values that carry errors. */
public sealed interface FeedbackMatrix permits FeedbackTensor, RegeneratedFeedback {

    /** The values in a graph. */
    Tensor in(GraphBuilder g);
}
