package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Graphs inside nodes: the branches of an If, the body of a Loop or Scan. */
public final class Subgraphs {
    private Subgraphs() {}

    /** The graphs of an attribute, themselves only. */
    static List<OnnxMl.GraphProto> of(OnnxMl.AttributeProto attribute) {
        List<OnnxMl.GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
        if (attribute.hasG()) {
            graphs.add(attribute.getG());
        }
        return graphs;
    }

    /** Names of the tensors that a node reads, also deep inside, of those made outside of it. */
    public static Set<String> reads(OnnxMl.NodeProto node) {
        Set<String> names = new HashSet<>(node.getInputList());
        names.remove("");
        for (OnnxMl.AttributeProto attribute : node.getAttributeList()) {
            of(attribute).forEach(graph -> names.addAll(captured(graph)));
        }
        return names;
    }

    /** Names of all tensors that a node reads or makes, also deep inside. */
    static Set<String> names(OnnxMl.NodeProto node) {
        Set<String> names = new HashSet<>(node.getInputList());
        names.addAll(node.getOutputList());
        for (OnnxMl.AttributeProto attribute : node.getAttributeList()) {
            for (OnnxMl.GraphProto graph : of(attribute)) {
                graph.getInputList().forEach(input -> names.add(input.getName()));
                graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
                graph.getNodeList().forEach(inner -> names.addAll(names(inner)));
            }
        }
        names.remove("");
        return names;
    }

    /** The node with other names for tensors, also deep inside. */
    public static OnnxMl.NodeProto renamed(OnnxMl.NodeProto node, UnaryOperator<String> rename) {
        OnnxMl.NodeProto.Builder changed = node.toBuilder().clearInput().clearOutput();
        node.getInputList().forEach(name -> changed.addInput(rename.apply(name)));
        node.getOutputList().forEach(name -> changed.addOutput(rename.apply(name)));
        for (OnnxMl.AttributeProto.Builder attribute : changed.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                rename(attribute.getGBuilder(), rename);
            }
            attribute.getGraphsBuilderList().forEach(graph -> rename(graph, rename));
        }
        return changed.build();
    }

    private static void rename(OnnxMl.GraphProto.Builder graph, UnaryOperator<String> rename) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            graph.setNode(i, renamed(graph.getNode(i), rename));
        }
        graph.getInitializerBuilderList().forEach(tensor -> tensor.setName(rename.apply(tensor.getName())));
        graph.getInputBuilderList().forEach(value -> value.setName(rename.apply(value.getName())));
        graph.getOutputBuilderList().forEach(value -> value.setName(rename.apply(value.getName())));
    }

    private static Set<String> captured(OnnxMl.GraphProto graph) {
        Set<String> names = new HashSet<>();
        graph.getNodeList().forEach(node -> names.addAll(reads(node)));
        graph.getOutputList().forEach(output -> names.add(output.getName()));
        graph.getInputList().forEach(input -> names.remove(input.getName()));
        graph.getInitializerList().forEach(tensor -> names.remove(tensor.getName()));
        graph.getNodeList().forEach(node -> names.removeAll(node.getOutputList()));
        return names;
    }
}
