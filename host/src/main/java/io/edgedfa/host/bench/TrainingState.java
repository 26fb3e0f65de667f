package io.edgedfa.host.bench;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.analysis.StepCost;
import io.edgedfa.host.bench.peer.Workload;
import io.edgedfa.host.experiment.StateBytes;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a rule's training step keeps, in bytes, counted on its graph.
 *
 * @param kept        from step to step
 * @param gradients   weight gradients that are materialised; each block's lives only until its update
 * @param activations results of the weighted layers and the patches of images that convolutions make of them, kept until the
 *                    way back
 * @param total       of all these
 */
public record TrainingState(String net, String rule, String optimizer, int batch, StateBytes kept, long gradients,
        long activations, long total) {

    static TrainingState of(Workload workload) {
        Graph step = workload.step();
        StateBytes kept = StateBytes.of(workload.network(), step);
        long gradients = StepCost.bytes(outputs(step, TrainingState::isGradient));
        long activations = StepCost.bytes(StepCost.activations(workload.forward()))
                + StepCost.bytes(outputs(step, node -> node.operator() == Operator.GATHER));
        return new TrainingState(workload.net(), workload.rule(), workload.optimizer(), workload.batch(), kept, gradients,
                activations, kept.total() + gradients + activations);
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
