package io.edgedfa.graph.analysis;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Connected element-wise nodes over one shape, which can run as one: piece by piece, so that what is between them stays in
 * the cache, or as one kernel.
 */
public final class ElementWiseGroups {
    private final Graph graph;
    private final Ancestors ancestors;
    private final List<Set<Integer>> groups = new ArrayList<>();

    /**
     * Nodes that can run as one.
     *
     * @param nodes   at least two, in topological order
     * @param inputs  tensors of the group's shape made outside
     * @param outputs tensors made in the group and wanted outside
     */
    public record Group(Shape shape, List<Node> nodes, List<Tensor> inputs, List<Tensor> outputs) {}

    private ElementWiseGroups(Graph graph) {
        this.graph = graph;
        this.ancestors = new Ancestors(graph);
    }

    /**
     * The groups of a graph; running each as one node leaves a graph without cycles.
     *
     * @param elements groups over fewer elements are left out
     */
    public static List<Group> of(Graph graph, int elements) {
        ElementWiseGroups found = new ElementWiseGroups(graph);
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (isElementWise(graph.nodes().get(i), elements)) {
                found.place(i);
            }
        }
        found.groups.removeIf(group -> group.size() < 2);
        List<Group> described = found.groups.stream().map(found::describe).toList();
        return found.hasOrder() ? described : List.of();
    }

    private static boolean isElementWise(Node node, int elements) {
        Shape shape = node.output().shape();
        return node.operator().isElementWise() && shape.isStatic() && shape.elements() >= elements
                && node.inputs().stream().allMatch(t -> t.shape().equals(shape) || isSingle(t.shape()));
    }

    /** One value without axes of its own, so that it means the same to a piece of any rank. */
    private static boolean isSingle(Shape shape) {
        return shape.rank() <= 1 && shape.isStatic() && shape.elements() == 1;
    }

    /** Puts a node into one group with all that its inputs come from, or if that cannot be, into its own. */
    private void place(int index) {
        Node node = graph.nodes().get(index);
        Set<Integer> merged = new TreeSet<>(Set.of(index));
        List<Set<Integer>> before = groups.stream()
                .filter(group -> node.inputs().stream().anyMatch(t -> ancestors.producer(t) != null
                        && group.contains(ancestors.producer(t)) && t.shape().equals(node.output().shape())))
                .toList();
        before.forEach(merged::addAll);
        if (isConvex(merged)) {
            groups.removeAll(before);
            groups.add(merged);
        } else {
            groups.add(new TreeSet<>(Set.of(index)));
        }
    }

    /** Whether no path leaves the set and comes back. */
    private boolean isConvex(Set<Integer> set) {
        BitSet own = new BitSet();
        set.forEach(own::set);
        return set.stream()
                .flatMap(i -> graph.nodes().get(i).inputs().stream())
                .map(ancestors::producer)
                .filter(producer -> producer != null && !set.contains(producer))
                .noneMatch(producer -> ancestors.of(producer).intersects(own));
    }

    private Group describe(Set<Integer> set) {
        List<Node> nodes = set.stream().map(graph.nodes()::get).toList();
        Shape shape = nodes.get(0).output().shape();
        Set<Tensor> made = new HashSet<>(nodes.stream().map(Node::output).toList());
        Set<Tensor> inputs = new LinkedHashSet<>();
        nodes.forEach(node -> node.inputs().stream().filter(t -> t.shape().equals(shape) && !made.contains(t)).forEach(inputs::add));
        Set<Tensor> wanted = new HashSet<>(graph.outputs());
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (!set.contains(i)) {
                wanted.addAll(graph.nodes().get(i).inputs());
            }
        }
        return new Group(shape, nodes, List.copyOf(inputs), nodes.stream().map(Node::output).filter(wanted::contains).toList());
    }

    /** Whether groups and single nodes, each run as one, can be put into an order: two groups may need each other. */
    private boolean hasOrder() {
        Set<Tensor> missing = new HashSet<>(graph.nodes().stream().map(Node::output).toList());
        List<Collection<Integer>> waiting = new ArrayList<>(groups);
        for (int i = 0; i < graph.nodes().size(); i++) {
            int index = i;
            if (groups.stream().noneMatch(group -> group.contains(index))) {
                waiting.add(List.of(i));
            }
        }
        while (waiting.removeIf(unit -> run(unit, missing))) {
            // Another round, with what is there now.
        }
        return waiting.isEmpty();
    }

    private boolean run(Collection<Integer> unit, Set<Tensor> missing) {
        Set<Tensor> made = new HashSet<>(unit.stream().map(i -> graph.nodes().get(i).output()).toList());
        boolean ready = unit.stream().flatMap(i -> graph.nodes().get(i).inputs().stream())
                .noneMatch(t -> missing.contains(t) && !made.contains(t));
        if (ready) {
            missing.removeAll(made);
        }
        return ready;
    }
}
