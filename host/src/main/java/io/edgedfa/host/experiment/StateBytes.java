package io.edgedfa.host.experiment;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.analysis.InPlaceUpdates;
import io.edgedfa.network.Network;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

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

    /** Counted on a training step's graph. */
    public static StateBytes of(Network network, Graph step) {
        long weights = network.parameterShapes().values().stream().mapToLong(shape -> (long) shape.elements() * Float.BYTES).sum();
        long feedbackState = feedback(step.state());
        Set<Tensor> twice = new HashSet<>(step.updates().keySet());
        twice.removeAll(InPlaceUpdates.of(step));
        return new StateBytes(weights, bytes(step.state()) - weights - feedbackState, bytes(twice),
                feedback(step.constants().keySet()) + feedbackState);
    }

    /** Matrices, or what they are computed from in every step. */
    private static long feedback(Collection<Tensor> tensors) {
        return bytes(tensors.stream().filter(tensor -> tensor.name().contains(".feedback")).toList());
    }

    private static long bytes(Collection<Tensor> tensors) {
        return tensors.stream().mapToLong(tensor -> (long) tensor.shape().elements() * Float.BYTES).sum();
    }

    /** All of it. */
    public long total() {
        return weights + moments + secondBuffers + feedback;
    }
}
