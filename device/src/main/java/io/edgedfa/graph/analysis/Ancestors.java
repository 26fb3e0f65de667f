package io.edgedfa.graph.analysis;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which nodes of a graph must run before which. */
final class Ancestors {
    private final Map<Tensor, Integer> producers = new HashMap<>();
    private final List<BitSet> ancestors = new ArrayList<>();

    Ancestors(Graph graph) {
        for (Node node : graph.nodes()) {
            BitSet own = new BitSet();
            for (Tensor input : node.inputs()) {
                Integer index = producers.get(input);
                if (index != null) {
                    own.set(index);
                    own.or(ancestors.get(index));
                }
            }
            producers.put(node.output(), ancestors.size());
            ancestors.add(own);
        }
    }

    /** Index of the node that makes a tensor; null for inputs, state and constants. */
    Integer producer(Tensor tensor) {
        return producers.get(tensor);
    }

    /** Indices of all nodes that must run before a node. */
    BitSet of(int node) {
        return ancestors.get(node);
    }
}
