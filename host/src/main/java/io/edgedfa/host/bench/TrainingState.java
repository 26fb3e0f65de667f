package io.edgedfa.host.bench;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.InPlaceUpdates;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.host.bench.peer.Workload;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a rule's training step keeps, in bytes, counted on its graph.
 *
 * @param weights       weights and biases
 * @param moments       the optimizer's state
 * @param secondBuffers second copies of what cannot be updated in place
 * @param gradients     weight gradients that are materialised; each block's lives only until its update
 * @param activations   results of the weighted layers, kept until the way back
 * @param feedback      fixed matrices and whatever else is constant and not a scalar
 * @param total         of all these
 */
public record TrainingState(String net, String rule, String optimizer, int batch, long weights, long moments,
        long secondBuffers, long gradients, long activations, long feedback, long total) {

    static TrainingState of(Workload workload) {
        Graph step = workload.step();
        Collection<Shape> parameters = workload.network().parameterShapes().values();
        long weights = parameters.stream().mapToLong(shape -> (long) shape.elements() * Float.BYTES).sum();
        long moments = Floor.bytes(step.state()) - weights;
        Set<Tensor> twice = new HashSet<>(step.updates().keySet());
        twice.removeAll(InPlaceUpdates.of(step));
        long secondBuffers = Floor.bytes(twice);
        long gradients = Floor.bytes(gradients(step, new HashSet<>(parameters)));
        long activations = Floor.bytes(Floor.activations(workload));
        long feedback = Floor.bytes(step.constants().keySet().stream().filter(tensor -> tensor.shape().rank() > 0).toList());
        return new TrainingState(workload.net(), workload.rule(), workload.optimizer(), workload.batch(), weights, moments,
                secondBuffers, gradients, activations, feedback,
                weights + moments + secondBuffers + gradients + activations + feedback);
    }

    /** Products over the batch that have a weight's shape and are not the updated weight or moment itself. */
    private static List<Tensor> gradients(Graph step, Set<Shape> parameters) {
        return step.nodes().stream().filter(TrainingState::sumsOverBatch).map(Node::output)
                .filter(tensor -> parameters.contains(tensor.shape()) && !step.updates().containsValue(tensor))
                .toList();
    }

    private static boolean sumsOverBatch(Node node) {
        return switch (node.operator()) {
            case GEMM -> node.integer("transA", 0) == 1;
            case CONV -> true;
            default -> false;
        };
    }
}
