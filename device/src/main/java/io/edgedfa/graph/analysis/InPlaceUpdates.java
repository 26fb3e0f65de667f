package io.edgedfa.graph.analysis;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Tensor;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Which state tensors may be overwritten by their own update while the graph runs, so that one buffer serves as input and
 * output.
 *
 * <p>Safe means, for every execution order that respects data dependencies: each other reader of the tensor is an ancestor
 * of the node that writes the new value, and that node reads the old value element by element (an element-wise operator, or
 * the added matrix C of a Gemm). Direct feedback alignment satisfies this for every weight, because nothing reads a weight
 * after the forward pass; backpropagation does not for weights that carry the error back.
 */
public final class InPlaceUpdates {
    private InPlaceUpdates() {}

    /** The state tensors of {@code graph} whose update may be written over them. */
    public static Set<Tensor> of(Graph graph) {
        Ancestors ancestors = new Ancestors(graph);
        Set<Tensor> safe = new HashSet<>();
        graph.updates().forEach((state, next) -> {
            Integer writer = ancestors.producer(next);
            if (writer != null && isSafe(graph, state, writer, ancestors.of(writer))) {
                safe.add(state);
            }
        });
        return safe;
    }

    private static boolean isSafe(Graph graph, Tensor state, int writer, BitSet before) {
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            boolean reads = node.inputs().contains(state);
            if (reads && (i == writer ? !readsElementByElement(node, state) : !before.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean readsElementByElement(Node node, Tensor state) {
        // The update has the state's own shape, so an element-wise writer does not broadcast it.
        return node.operator() == Operator.GEMM ? node.inputs().indexOf(state) == 2 : node.operator().isElementWise();
    }
}
