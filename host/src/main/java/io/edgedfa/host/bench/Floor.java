package io.edgedfa.host.bench;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Tensor;
import io.edgedfa.host.bench.peer.Workload;
import java.util.Collection;

/**
 * The least that one training step has to do, whoever does it.
 *
 * <p>Bytes: every state tensor (weights, biases, optimizer moments) is read once, and written once if it is updated; inputs
 * and feedback matrices are read once; the result of each block's weighted layer, {@code [batch, units]}, is written once and
 * read once. Not counted, because a perfect implementation need not move them through memory: gradients, deltas, the results
 * of element-wise functions. Time: operations over the measured peak plus bytes over the measured copy bandwidth, as if the two
 * could not overlap and as if nothing stayed in caches from step to step. A small state that does stay there can be faster than
 * this floor.
 *
 * @param multiplyAdds of all matrix products and convolutions
 * @param bytes        moved
 */
record Floor(long multiplyAdds, long bytes) {

    /** Of the workload's step. @param step what {@link Workload#step} made */
    static Floor of(Workload workload, Graph step) {
        long bytes = bytes(step.state()) + bytes(step.updates().keySet()) + bytes(step.inputs())
                + bytes(step.constants().keySet()) + 2 * bytes(activations(workload));
        return new Floor(step.multiplyAdds(), bytes);
    }

    /** What the weighted layers of the forward pass compute. */
    static Collection<Tensor> activations(Workload workload) {
        return workload.forward().nodes().stream().filter(Floor::isWeighted).map(Node::output).toList();
    }

    private static boolean isWeighted(Node node) {
        return switch (node.operator()) {
            case GEMM, MATMUL, CONV, CONV_TRANSPOSE -> true;
            default -> false;
        };
    }

    /** Bytes of some tensors. */
    static long bytes(Collection<Tensor> tensors) {
        return tensors.stream().mapToLong(Floor::bytes).sum();
    }

    private static long bytes(Tensor tensor) {
        int each = switch (tensor.type()) {
            case FLOAT -> Float.BYTES;
            case INT64 -> Long.BYTES;
            case BOOL -> 1;
        };
        return (long) tensor.shape().elements() * each;
    }

    /** Least time of a step on a machine, in microseconds. */
    double micros(Peaks peaks) {
        return 2.0 * multiplyAdds / (peaks.gigaflops() * 1e3) + bytes / (peaks.gigabytesPerSecond() * 1e3);
    }
}
