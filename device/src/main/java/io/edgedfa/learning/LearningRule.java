package io.edgedfa.learning;

import io.edgedfa.graph.Tensor;
import io.edgedfa.network.Network;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who carries the error to each block. */
public interface LearningRule {

    /** What {@link #named} knows. */
    List<String> NAMES = List.of(Backpropagation.NAME, DirectFeedbackAlignment.NAME);

    /** Name in settings and files, for example {@code dfa}. */
    String name();

    /**
     * The error signal that reaches the output of a hidden block. It is then carried back exactly through the block's
     * weightless layers.
     *
     * @param block  index of a block before the last one
     * @param errors deltas of all blocks (asked for as needed, computed once), weights, and the graph under construction
     * @return {@code [batch, units]} of the block's output
     */
    Tensor signal(int block, ErrorPropagation errors);

    /**
     * The rule of a name: {@code bp} or {@code dfa}.
     *
     * @param random draws the feedback matrices, in block order
     */
    static LearningRule named(String name, Network network, RandomGenerator random) {
        return switch (name) {
            case Backpropagation.NAME -> new Backpropagation();
            case DirectFeedbackAlignment.NAME -> DirectFeedbackAlignment.kaimingUniform(network, random);
            default -> throw new IllegalArgumentException("rule '" + name + "' is unknown; allowed: " + String.join(", ", NAMES));
        };
    }
}
