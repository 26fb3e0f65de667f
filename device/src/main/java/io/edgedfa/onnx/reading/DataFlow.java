package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.onnx.reading.node.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way of the data through an ONNX graph, from its only input to its first output: the nodes on it, and the places where
 * one single tensor carries everything, so that the graph can be cut in two there.
 */
final class DataFlow {
    /** Of the largest networks that people export; a limit, as every file needs one. */
    static final int MAX_NODES = 20_000;

    private final OnnxMl.GraphProto graph;
    private final OnnxMl.ValueInfoProto input;
    private final List<OnnxMl.NodeProto> path = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();

    /** @throws IllegalArgumentException naming the node or tensor, unless the graph is in order and has one input */
    DataFlow(OnnxMl.GraphProto graph) {
        this.graph = graph;
        if (graph.getNodeCount() > MAX_NODES) {
            throw new IllegalArgumentException("has " + graph.getNodeCount() + " nodes; allowed: at most " + MAX_NODES);
        }
        if (graph.getSparseInitializerCount() > 0) {
            throw new IllegalArgumentException("has sparse initializers; allowed: dense ones");
        }
        if (graph.getOutputCount() == 0) {
            throw new IllegalArgumentException("has no output; allowed: at least one");
        }
        Set<String> initializers = new HashSet<>();
        graph.getInitializerList().forEach(tensor -> initializers.add(tensor.getName()));
        input = onlyInput(initializers);
        Set<String> moving = moving(initializers);
        Set<String> needed = needed();
        graph.getNodeList().stream().filter(node -> isOn(node, moving) && isOn(node, needed)).forEach(path::add);
        if (output().equals(input.getName())) {
            throw new IllegalArgumentException("has its input '" + output() + "' as output; allowed: what a node makes");
        }
        if (!moving.contains(output())) {
            throw new IllegalArgumentException("has output '" + output() + "', which does not depend on its input");
        }
        findCuts();
    }

    private OnnxMl.ValueInfoProto onlyInput(Set<String> initializers) {
        List<OnnxMl.ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(each -> !initializers.contains(each.getName())).toList();
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("has " + inputs.size() + " inputs "
                    + inputs.stream().map(OnnxMl.ValueInfoProto::getName).toList() + "; allowed: one");
        }
        return inputs.get(0);
    }

    /** Names of all tensors that depend on the input. */
    private Set<String> moving(Set<String> initializers) {
        Set<String> known = new HashSet<>(initializers);
        known.add(input.getName());
        Set<String> moving = new HashSet<>(Set.of(input.getName()));
        for (OnnxMl.NodeProto node : graph.getNodeList()) {
            Set<String> reads = Subgraphs.reads(node);
            for (String name : reads) {
                if (!known.contains(name)) {
                    throw Refusal.of(node, "reads '" + name + "', which no node before it makes");
                }
            }
            for (String name : node.getOutputList()) {
                if (!name.isEmpty() && !known.add(name)) {
                    throw Refusal.of(node, "makes '" + name + "', which is there already");
                }
            }
            if (!Collections.disjoint(reads, moving)) {
                moving.addAll(node.getOutputList());
            }
        }
        moving.remove("");
        return moving;
    }

    /** Names of all tensors that the output depends on. */
    private Set<String> needed() {
        return closure(Set.of(output())).tensors();
    }

    private static boolean isOn(OnnxMl.NodeProto node, Set<String> tensors) {
        return node.getOutputList().stream().anyMatch(tensors::contains);
    }

    /** A tensor is a cut where nothing but it goes from the nodes before to the nodes after. */
    private void findCuts() {
        Map<String, Integer> lastRead = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            for (String name : Subgraphs.reads(path.get(i))) {
                lastRead.put(name, i);
            }
        }
        cuts.add(new Cut(input.getName(), path));
        // Tensors by the last node that reads them, so that each leaves once.
        Map<Integer, List<String>> leaving = new HashMap<>();
        Set<String> open = new HashSet<>(Set.of(input.getName()));
        leaving.computeIfAbsent(lastRead.get(input.getName()), unused -> new ArrayList<>()).add(input.getName());
        for (int i = 0; i < path.size(); i++) {
            for (String name : path.get(i).getOutputList()) {
                if (lastRead.getOrDefault(name, -1) > i) {
                    open.add(name);
                    leaving.computeIfAbsent(lastRead.get(name), unused -> new ArrayList<>()).add(name);
                }
            }
            leaving.getOrDefault(i, List.of()).forEach(open::remove);
            String only = open.size() == 1 ? open.iterator().next() : "";
            if (!only.isEmpty() && !cuts.get(cuts.size() - 1).tensor().equals(only)) {
                cuts.add(new Cut(only, path.subList(i + 1, path.size())));
            }
        }
    }

    /** The input that is no initializer. */
    OnnxMl.ValueInfoProto input() {
        return input;
    }

    /** Names of all tensors. */
    Set<String> names() {
        Set<String> names = new HashSet<>(Set.of(input.getName()));
        graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        graph.getNodeList().forEach(node -> names.addAll(Subgraphs.names(node)));
        return names;
    }

    /** Name of the first output; what others are of a network that learns cannot be known. */
    String output() {
        return graph.getOutput(0).getName();
    }

    /** The places where it can be cut, from the input on; the output is none. At least one. */
    List<Cut> cuts() {
        return List.copyOf(cuts);
    }

    /** @param nodes in order @param tensors names, those asked for included */
    record Closure(List<OnnxMl.NodeProto> nodes, Set<String> tensors) {}

    /** Everything that some tensors depend on. */
    Closure closure(Set<String> wanted) {
        Set<String> tensors = new HashSet<>(wanted);
        List<OnnxMl.NodeProto> nodes = new ArrayList<>();
        for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
            OnnxMl.NodeProto node = graph.getNode(i);
            if (isOn(node, tensors)) {
                tensors.addAll(Subgraphs.reads(node));
                nodes.add(node);
            }
        }
        Collections.reverse(nodes);
        return new Closure(nodes, tensors);
    }
}
