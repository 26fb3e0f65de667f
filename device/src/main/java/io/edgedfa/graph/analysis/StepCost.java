package io.edgedfa.graph.analysis;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Tensor;
import java.util.Collection;

/**
 * The least that one training step has to do, whoever does it.
 *
 * <p>Bytes: every state tensor (weights, biases, optimizer moments) is read once, and written once if it is updated; inputs
 * and feedback matrices are read once; the result of each block's weighted layer, {@code [batch, units]}, is written once and
 * read once. Not counted, because a perfect implementation need not move them through memory: gradients, deltas, the results
 * of element-wise functions. Nor are the operations of a frozen body counted, whose nodes stand in a fragment.
 *
 * @param multiplyAdds of all matrix products and convolutions
 * @param bytes        moved, if nothing stays in caches from step to step
 */
public record StepCost(long multiplyAdds, long bytes) {

    /** @param step of training @param forward the forward pass of the same batch */
    public static StepCost of(Graph step, Graph forward) {
        long bytes = bytes(step.state()) + bytes(step.updates().keySet()) + bytes(step.inputs())
                + bytes(step.constants().keySet()) + 2 * bytes(activations(forward));
        return new StepCost(step.multiplyAdds(), bytes);
    }

    /** What the weighted layers of a forward pass compute. */
    public static Collection<Tensor> activations(Graph forward) {
        return forward.nodes().stream().filter(StepCost::isWeighted).map(Node::output).toList();
    }

    private static boolean isWeighted(Node node) {
        return switch (node.operator()) {
            case GEMM, MATMUL, CONV, CONV_TRANSPOSE -> true;
            default -> false;
        };
    }

    /** Bytes of some tensors. */
    public static long bytes(Collection<Tensor> tensors) {
        return tensors.stream().mapToLong(StepCost::bytes).sum();
    }

    private static long bytes(Tensor tensor) {
        int each = switch (tensor.type()) {
            case FLOAT -> Float.BYTES;
            case INT64 -> Long.BYTES;
            case BOOL -> 1;
        };
        return (long) tensor.shape().elements() * each;
    }

    /** Floating-point operations: a multiply-add is two. */
    public long operations() {
        return 2 * multiplyAdds;
    }

    /**
     * Time that a step takes at least where computing and moving overlap perfectly, in seconds.
     *
     * @param gflops     most operations, in 1e9 per second
     * @param gbytesPerS most bytes between processor and memory, in 1e9 per second
     */
    public double leastSeconds(double gflops, double gbytesPerS) {
        return Math.max(operations() / (gflops * 1e9), bytes / (gbytesPerS * 1e9));
    }
}
