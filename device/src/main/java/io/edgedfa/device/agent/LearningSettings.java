package io.edgedfa.device.agent;

/**
 * How a board learns.
 *
 * @param rule         see {@link io.edgedfa.learning.rule.Rules}, or {@link #FROZEN} for predicting only
 * @param feedback     see {@link io.edgedfa.learning.rule.Feedback}
 * @param optimizer    {@code sgd}, {@code momentum} or {@code adam}
 * @param learningRate positive, at most 10
 * @param batch        samples per step, 1 to 4096
 * @param seed         of the feedback matrices
 */
public record LearningSettings(String rule, String feedback, String optimizer, double learningRate, int batch, long seed) {
    public static final String FROZEN = "frozen";

    /** Whether the board learns at all. */
    public boolean learns() {
        return !rule.equals(FROZEN);
    }
}
