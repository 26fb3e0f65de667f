package io.edgedfa.host.bench;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.analysis.InPlaceUpdates;
import io.edgedfa.host.bench.peer.Workload;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a rule's training step keeps, in bytes, counted on its graph.
 *
 * @param weights       weights and biases
 * @param moments       the optimizer's state
 * @param secondBuffers second copies of what cannot be updated in place
 * @param gradients     weight gradients that are materialised; each block's lives only until its update
 * @param activations   results of the weighted layers and the patches of images that convolutions make of them, kept until the
 *                      way back
 * @param feedback      fixed matrices, as far as they are stored
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
        long gradients = Floor.bytes(outputs(step, TrainingState::isGradient));
        long activations = Floor.bytes(Floor.activations(workload))
                + Floor.bytes(outputs(step, node -> node.operator() == Operator.GATHER));
        long feedback = Floor.bytes(
                step.constants().keySet().stream().filter(constant -> constant.name().endsWith(".feedback")).toList());
        return new TrainingState(workload.net(), workload.rule(), workload.optimizer(), workload.batch(), weights, moments,
                secondBuffers, gradients, activations, feedback,
                weights + moments + secondBuffers + gradients + activations + feedback);
    }

    /** Outputs of some nodes that are not the next value of a state tensor. */
    private static List<Tensor> outputs(Graph step, Predicate<Node> which) {
        return step.nodes().stream().filter(which).map(Node::output)
                .filter(tensor -> !step.updates().containsValue(tensor)).toList();
    }

    /** Only weight gradients are products that sum over the batch. */
    private static boolean isGradient(Node node) {
        return node.operator() == Operator.GEMM && node.integer("transA", 0) == 1;
    }
}
