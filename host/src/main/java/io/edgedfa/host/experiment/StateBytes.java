package io.edgedfa.host.experiment;

import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.Network;
import java.util.Collection;

/**
 * What training keeps from step to step, in bytes.
 *
 * @param weights       weights and biases, once
 * @param moments       the optimizer's state, once
 * @param secondBuffers what cannot be updated in place is there twice
 * @param feedback      fixed feedback matrices, or the numbers they are computed from
 */
public record StateBytes(long weights, long moments, long secondBuffers, long feedback) {

    /** Nothing kept. */
    public static final StateBytes NONE = new StateBytes(0, 0, 0, 0);

    /** Of a compiled step. @param step the graph whose state tensors {@code state} holds */
    static StateBytes of(Network network, Graph step, State state) {
        long weights = network.parameterShapes().values().stream().mapToLong(shape -> bytes(shape.elements())).sum();
        long once = step.state().stream().mapToLong(tensor -> bytes(tensor.shape().elements())).sum();
        long feedbackState = feedback(step.state());
        return new StateBytes(weights, once - weights - feedbackState, state.bytes() - once,
                feedback(step.constants().keySet()) + feedbackState);
    }

    /** Matrices, or what they are computed from in every step. */
    private static long feedback(Collection<Tensor> tensors) {
        return tensors.stream().filter(tensor -> tensor.name().contains(".feedback"))
                .mapToLong(tensor -> bytes(tensor.shape().elements())).sum();
    }

    private static long bytes(int elements) {
        return (long) elements * Float.BYTES;
    }

    /** All of it. */
    public long total() {
        return weights + moments + secondBuffers + feedback;
    }
}
