package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Window;
import java.util.List;
import java.util.Optional;

/** Max-pooling and its way back, which ONNX cuts differently than {@code graph} does. */
final class Pooling {
    /** The first opset whose ScatterElements adds. */
    private static final int SCATTER_ADD = 16;

    private Pooling() {}

    /** ONNX has one node with two outputs where a graph has a node for the values and one for the indices. */
    static void addPool(OnnxMl.GraphProto.Builder proto, Node node, Graph graph) {
        Optional<Node> twin = graph.nodes().stream()
                .filter(other -> isPool(other) && other != node
                        && other.inputs().equals(node.inputs()) && other.attributes().equals(node.attributes()))
                .findFirst();
        if (twin.isPresent() && graph.nodes().indexOf(twin.get()) < graph.nodes().indexOf(node)) {
            return;
        }
        boolean values = node.operator() == Operator.MAX_POOL;
        String other = twin.map(pool -> pool.output().name()).orElse(values ? "" : node.name() + ".values");
        OnnxMl.NodeProto.Builder pool = windowed("MaxPool", node.name(), node)
                .addInput(node.inputs().get(0).name())
                .addOutput(values ? node.output().name() : other);
        if (!values) {
            pool.addOutput(node.output().name());
        } else if (!other.isEmpty()) {
            pool.addOutput(other);
        }
        proto.addNode(pool);
    }

    private static boolean isPool(Node node) {
        return node.operator() == Operator.MAX_POOL || node.operator() == Operator.MAX_POOL_INDICES;
    }

    /** MaxUnpool where no pixel is under two windows; ONNX's would lose all but one of several updates of a pixel. */
    static void addUnpool(OnnxMl.GraphProto.Builder proto, Node node, int opset) {
        String updates = node.inputs().get(0).name();
        String indices = node.inputs().get(1).name();
        List<Long> shape = node.integers("shape");
        if (Window.of(node).isDisjoint()) {
            OnnxMl.NodeProto.Builder unpool = windowed("MaxUnpool", node.name(), node).addInput(updates).addInput(indices);
            OnnxWriter.addExtraInput(proto, unpool, "shape", OnnxWriter.integers(shape));
            proto.addNode(unpool.addOutput(node.output().name()));
            return;
        }
        if (opset < SCATTER_ADD) {
            throw new ModelException("a max-pooling whose windows overlap learns only in files of opset " + SCATTER_ADD
                    + " and newer; this one is of opset " + opset);
        }
        long elements = shape.stream().reduce(1L, Math::multiplyExact);
        String name = node.name();
        OnnxMl.NodeProto.Builder zeros = simple("ConstantOfShape", name + ".zeros");
        OnnxWriter.addExtraInput(proto, zeros, "shape", OnnxWriter.integers(List.of(elements)));
        proto.addNode(zeros.addOutput(name + ".zeros"));
        for (String flat : List.of(updates, indices)) {
            reshape(proto, flat, name + "." + flat, List.of(-1L));
        }
        proto.addNode(simple("ScatterElements", name + ".sum")
                .addInput(name + ".zeros").addInput(name + "." + indices).addInput(name + "." + updates)
                .addOutput(name + ".sum")
                .addAttribute(OnnxMl.AttributeProto.newBuilder()
                        .setName("reduction")
                        .setType(OnnxMl.AttributeProto.AttributeType.STRING)
                        .setS(ByteString.copyFromUtf8("add"))));
        reshape(proto, name + ".sum", node.output().name(), shape);
    }

    private static void reshape(OnnxMl.GraphProto.Builder proto, String from, String to, List<Long> shape) {
        OnnxMl.NodeProto.Builder reshape = simple("Reshape", to + ".reshape").addInput(from);
        OnnxWriter.addExtraInput(proto, reshape, "shape", OnnxWriter.integers(shape));
        proto.addNode(reshape.addOutput(to));
    }

    private static OnnxMl.NodeProto.Builder windowed(String type, String name, Node node) {
        OnnxMl.NodeProto.Builder proto = simple(type, name);
        for (String attribute : List.of("kernel_shape", "pads", "strides")) {
            proto.addAttribute(OnnxWriter.attribute(attribute, node.integers(attribute)));
        }
        return proto;
    }

    private static OnnxMl.NodeProto.Builder simple(String type, String name) {
        return OnnxMl.NodeProto.newBuilder().setName(name).setOpType(type);
    }
}
