package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import java.util.List;
import java.util.Map;

/**
 * Writes nodes as an opset wants them: from version to version, attributes became inputs and inputs optional.
 *
 * @param graph where nodes and their constants go
 * @param opset version of {@code ai.onnx}, from 9 on
 */
record OperatorForms(OnnxMl.GraphProto.Builder graph, int opset) {
    private static final int GEMM_WITHOUT_C = 11;
    private static final int GATHER_ELEMENTS = 11;
    private static final int CLIP_BY_INPUTS = 11;
    private static final int PAD_BY_INPUTS = 11;
    private static final int REDUCE_SUM_BY_INPUTS = 13;
    private static final int HARD_SWISH = 14;

    /** Adds a node whose form is its operator's alone. */
    void add(Node node) {
        if (node.operator() == Operator.HARD_SWISH && opset < HARD_SWISH) {
            addGated(node);
            return;
        }
        OnnxMl.NodeProto.Builder proto = OnnxMl.NodeProto.newBuilder()
                .setName(node.name())
                .setOpType(node.operator().onnxName())
                .addOutput(node.output().name());
        node.inputs().forEach(tensor -> proto.addInput(tensor.name()));
        switch (node.operator()) {
            case RESHAPE -> extra(proto, "shape", OnnxWriter.integers(node.integers("shape")));
            case REDUCE_SUM -> extra(proto, node, "axes", REDUCE_SUM_BY_INPUTS);
            case PAD -> extra(proto, node, "pads", PAD_BY_INPUTS);
            case GATHER -> extra(proto, "indices", OnnxWriter.integers(node.integers("indices")));
            case CLIP -> clip(proto, node);
            case ONE_HOT -> {
                extra(proto, "depth", OnnxWriter.integers(List.of(node.integer("depth", 0))).clearDims());
                extra(proto, "values", OnnxMl.TensorProto.newBuilder()
                        .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                        .addDims(2)
                        .addFloatData(0)
                        .addFloatData(1));
            }
            case GEMM -> {
                if (opset < GEMM_WITHOUT_C && node.inputs().size() == 2) {
                    extra(proto, "zero", OnnxWriter.single(0));
                }
            }
            // Of a vector at a vector of indices, both are the same.
            case GATHER_ELEMENTS -> proto.setOpType(opset < GATHER_ELEMENTS ? "Gather" : "GatherElements");
            default -> { }
        }
        node.attributes().entrySet().stream()
                .filter(entry -> !isExtraInput(node, entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> proto.addAttribute(OnnxWriter.attribute(entry.getKey(), entry.getValue())));
        graph.addNode(proto);
    }

    /** A HardSwish as older opsets have it: the input times its HardSigmoid. */
    private void addGated(Node node) {
        String gate = node.name() + ".gate";
        graph.addNodeBuilder().setName(gate).setOpType("HardSigmoid").addInput(node.inputs().get(0).name()).addOutput(gate)
                .addAttribute(OnnxWriter.attribute("alpha", 1 / 6f)).addAttribute(OnnxWriter.attribute("beta", 0.5f));
        graph.addNodeBuilder().setName(node.name()).setOpType("Mul").addInput(node.inputs().get(0).name()).addInput(gate)
                .addOutput(node.output().name());
    }

    private void clip(OnnxMl.NodeProto.Builder proto, Node node) {
        for (String bound : List.of("min", "max")) {
            if (opset < CLIP_BY_INPUTS) {
                proto.addAttribute(OnnxWriter.attribute(bound, node.real(bound)));
            } else {
                extra(proto, bound, OnnxWriter.single(node.real(bound)));
            }
        }
    }

    /** A list that is an attribute before a version and an input from then on. */
    private void extra(OnnxMl.NodeProto.Builder proto, Node node, String role, int since) {
        if (opset < since) {
            proto.addAttribute(OnnxWriter.attribute(role, node.integers(role)));
        } else {
            extra(proto, role, OnnxWriter.integers(node.integers(role)));
        }
    }

    private void extra(OnnxMl.NodeProto.Builder proto, String role, OnnxMl.TensorProto.Builder value) {
        OnnxWriter.addExtraInput(graph, proto, role, value);
    }

    private static boolean isExtraInput(Node node, String attribute) {
        return switch (node.operator()) {
            case RESHAPE -> attribute.equals("shape");
            case REDUCE_SUM -> attribute.equals("axes");
            case PAD -> attribute.equals("pads");
            case GATHER -> attribute.equals("indices");
            case CLIP -> true;
            case ONE_HOT -> attribute.equals("depth");
            default -> false;
        };
    }
}
