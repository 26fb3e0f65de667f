package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;

/** What is said of a node that cannot be used. */
public final class Refusal {
    private Refusal() {}

    /** One line: the node's name and type, and why. */
    public static IllegalArgumentException of(OnnxMl.NodeProto node, String why) {
        return new IllegalArgumentException(named(node) + " " + why);
    }

    /** A node's name and type. */
    public static String named(OnnxMl.NodeProto node) {
        return "node '" + node.getName() + "' (" + node.getOpType() + ")";
    }
}
