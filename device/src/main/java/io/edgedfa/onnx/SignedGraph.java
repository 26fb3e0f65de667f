package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.network.Network;
import io.edgedfa.onnx.reading.Subgraphs;
import java.util.ArrayList;
import java.util.List;

/**
 * An inference graph that gets the names of its signature.
 *
 * @param graph as {@link Network#inference} is written
 */
record SignedGraph(OnnxMl.GraphProto.Builder graph) {
    /** What becomes of the name of an output of ours that the signature gives to another. */
    private static final String LOGITS = "logits";

    /** Renames the input, puts the signature's output first, and makes it if it is neither the last block's nor its softmax. */
    void sign(Signature signature) {
        if (signature.equals(Signature.OWN)) {
            return;
        }
        rename(Network.INPUT, signature.input());
        String source = switch (signature.last()) {
            case "" -> Network.OUTPUT;
            case "Softmax" -> Network.PROBABILITIES;
            default -> "";
        };
        if (isOutput(signature.output()) && !signature.output().equals(source)) {
            rename(signature.output(), signature.output() + "." + LOGITS);
        }
        if (isOutput(source)) {
            rename(source, signature.output());
        } else {
            add(signature);
        }
        List<OnnxMl.ValueInfoProto> others = new ArrayList<>(graph.getOutputList());
        OnnxMl.ValueInfoProto first = others.stream()
                .filter(output -> output.getName().equals(signature.output())).findFirst().orElseThrow();
        others.remove(first);
        graph.clearOutput().addOutput(first).addAllOutput(others);
    }

    private boolean isOutput(String name) {
        return graph.getOutputList().stream().anyMatch(output -> output.getName().equals(name));
    }

    private void add(Signature signature) {
        graph.addNode(OnnxMl.NodeProto.newBuilder().setOpType(signature.last()).setName(signature.output())
                .addInput(graph.getOutput(0).getName()).addOutput(signature.output())
                .addAttribute(OnnxWriter.attribute("axis", 1L)));
        graph.addOutput(graph.getOutput(0).toBuilder().setName(signature.output()));
    }

    /** Gives a tensor another name, wherever it is read or made; an Identity to that name itself is no longer needed. */
    private void rename(String from, String to) {
        if (from.equals(to)) {
            return;
        }
        for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
            OnnxMl.NodeProto node = graph.getNode(i);
            if (node.getOpType().equals("Identity") && node.getInput(0).equals(from) && node.getOutput(0).equals(to)) {
                graph.removeNode(i);
            } else if (node.getInputList().contains(from) || node.getOutputList().contains(from)) {
                graph.setNode(i, Subgraphs.renamed(node, name -> name.equals(from) ? to : name));
            }
        }
        graph.getInputBuilderList().stream().filter(value -> value.getName().equals(from)).forEach(value -> value.setName(to));
        graph.getOutputBuilderList().stream().filter(value -> value.getName().equals(from)).forEach(value -> value.setName(to));
    }
}
