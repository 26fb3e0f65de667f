package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.onnx.reading.node.Constants;
import io.edgedfa.onnx.reading.node.NetworkReader;
import io.edgedfa.onnx.reading.node.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where to cut a file: before it nothing learns, after it everything does. */
record CutChoice(DataFlow flow) {
    /** Nodes that dense blocks at the end of a network are made of. */
    private static final Set<String> DENSE = Set.of("Gemm", "MatMul", "Add", "Tanh", "Relu", "LeakyRelu", "Sigmoid", "Clip", "HardSwish",
            "Mul", "BatchNormalization", "Dropout", "Identity", "Softmax", "LogSoftmax");
    private static final int NAMED_IN_MESSAGES = 5;

    /** Before the last dense blocks. @throws IllegalArgumentException where the network does not end in one */
    Cut beforeLastDense(Constants constants) {
        List<Cut> cuts = flow.cuts();
        Cut found = null;
        for (int i = cuts.size() - 1; i >= 0; i--) {
            Cut cut = cuts.get(i);
            List<OnnxMl.NodeProto> added = i == cuts.size() - 1 ? cut.nodes() : cut.until(cuts.get(i + 1));
            if (!added.stream().allMatch(node -> DENSE.contains(node.getOpType()) && NetworkReader.knows(node))) {
                break;
            }
            found = isDense(cut.nodes().get(0), constants) ? cut : found;
        }
        if (found == null) {
            throw new IllegalArgumentException("does not end in a dense layer (Gemm or MatMul); say with trainable-from where learning begins,"
                    + " or put a head on it with 'host head'" + nearest(0));
        }
        return found;
    }

    private static boolean isDense(OnnxMl.NodeProto node, Constants constants) {
        return Set.of("Gemm", "MatMul").contains(node.getOpType()) && node.getInputCount() > 1 && constants.has(node.getInput(1));
    }

    /**
     * At a named place, or as far behind it as no node has weights.
     *
     * @param name of a tensor, or of the first node that learns
     * @throws IllegalArgumentException where the file cannot be cut, or what follows cannot learn; it names the nearest place
     *     that works
     */
    Cut named(String name) {
        List<Cut> cuts = flow.cuts();
        int index = index(name);
        Cut cut = cuts.get(index);
        List<OnnxMl.NodeProto> inTheWay = cut.nodes().stream().filter(node -> !NetworkReader.knows(node)).toList();
        if (!inTheWay.isEmpty()) {
            throw refusal(name, "cannot learn through " + described(inTheWay) + nearest(index + 1));
        }
        while (index + 1 < cuts.size() && cuts.get(index).until(cuts.get(index + 1)).stream().noneMatch(NetworkReader::isWeighted)) {
            index++;
        }
        return cuts.get(index);
    }

    /** Of the cut at the tensor of a name, or before the node of that name. */
    private int index(String name) {
        List<String> tensors = flow.cuts().stream().map(Cut::tensor).toList();
        int index = tensors.indexOf(name);
        if (index >= 0) {
            return index;
        }
        List<OnnxMl.NodeProto> path = flow.cuts().get(0).nodes();
        OnnxMl.NodeProto node = path.stream().filter(each -> !name.isEmpty() && each.getName().equals(name)).findFirst().orElse(null);
        if (node == null && path.stream().noneMatch(each -> each.getOutputList().contains(name))) {
            throw refusal(name, "is no tensor or node on the way from input to output" + nearest(0));
        }
        index = node == null ? -1 : node.getInputList().stream().mapToInt(tensors::indexOf).max().orElse(-1);
        if (index < 0) {
            throw refusal(name, "is on one of several branches; allowed: where all of the data passes" + nearest(firstAfter(name)));
        }
        return index;
    }

    /** Index of the first cut after a tensor or node. */
    private int firstAfter(String name) {
        List<Cut> cuts = flow.cuts();
        for (int i = 0; i + 1 < cuts.size(); i++) {
            if (cuts.get(i).until(cuts.get(i + 1)).stream().anyMatch(node -> node.getName().equals(name) || node.getOutputList().contains(name))) {
                return i + 1;
            }
        }
        return cuts.size();
    }

    /** The first place from {@code index} on behind which all nodes are known and some have weights. */
    private String nearest(int index) {
        List<OnnxMl.NodeProto> path = flow.cuts().get(0).nodes();
        int known = 0;
        while (known < path.size() && NetworkReader.knows(path.get(path.size() - 1 - known))) {
            known++;
        }
        for (Cut cut : flow.cuts().subList(Math.min(index, flow.cuts().size()), flow.cuts().size())) {
            if (cut.nodes().size() <= known) {
                return cut.nodes().stream().anyMatch(NetworkReader::isWeighted) ? "; nearest place that works: '" + cut.tensor() + "'"
                        : "; behind its last weights no place works";
            }
        }
        return "; no place in this file works";
    }

    private static String described(List<OnnxMl.NodeProto> nodes) {
        List<String> named = new ArrayList<>(nodes.stream().limit(NAMED_IN_MESSAGES)
                .map(Refusal::named).toList());
        int more = nodes.size() - named.size();
        return String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
    }

    private static IllegalArgumentException refusal(String name, String why) {
        return new IllegalArgumentException("trainable-from = '" + name + "' " + why);
    }
}
