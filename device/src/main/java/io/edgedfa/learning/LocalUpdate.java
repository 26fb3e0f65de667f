package io.edgedfa.learning;

import io.edgedfa.learning.optimizer.Gradient;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.ErrorPropagation;
import io.edgedfa.network.ForwardPass;
import io.edgedfa.network.weight.WeightedLayer;

/** What all rules share: {@code dW = h^T delta}, {@code db = sum(delta)} of each block, handed to the optimizer. */
public final class LocalUpdate {
    private LocalUpdate() {}

    /**
     * Declares the next values of the parameters.
     *
     * @param forward       its parameters are state tensors
     * @param errors        of the same forward pass
     * @param firstLearning index of the first block that learns
     */
    public static void apply(Optimizer.Update update, ForwardPass forward, ErrorPropagation errors, int firstLearning) {
        for (int i = firstLearning; i < forward.steps().size(); i++) {
            ForwardPass.Step step = forward.steps().get(i);
            WeightedLayer layer = step.block().weighted();
            update.apply(step.weight(), new Gradient.OfWeight(layer, step.input(), errors.delta(i)));
            update.apply(step.bias(), new Gradient.OfBias(layer, errors.delta(i)));
        }
    }
}
