package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;
import java.util.List;
import java.util.Optional;

/** The attributes of a node in a file. */
record Attributes(OnnxMl.NodeProto node) {

    boolean has(String name) {
        return find(name).isPresent();
    }

    long integer(String name, long absent) {
        return find(name).map(OnnxMl.AttributeProto::getI).orElse(absent);
    }

    float real(String name, float absent) {
        return find(name).map(OnnxMl.AttributeProto::getF).orElse(absent);
    }

    OnnxMl.TensorProto tensor(String name) {
        return find(name).map(OnnxMl.AttributeProto::getT).orElse(OnnxMl.TensorProto.getDefaultInstance());
    }

    List<Long> integers(String name) {
        return find(name).map(OnnxMl.AttributeProto::getIntsList).orElse(List.of());
    }

    String text(String name, String absent) {
        return find(name).map(attribute -> attribute.getS().toStringUtf8()).orElse(absent);
    }

    /** @throws IllegalArgumentException unless it has as many values as {@code absent} */
    List<Integer> integers(String name, List<Integer> absent) {
        List<Integer> values = find(name)
                .map(attribute -> attribute.getIntsList().stream().map(Attributes::bounded).toList())
                .orElse(absent);
        if (values.size() != absent.size()) {
            throw Refusal.of(node, "has " + name + " " + values + "; allowed: " + absent.size() + " numbers");
        }
        return values;
    }

    /** Sizes beyond an int are refused by whoever checks them against an image. */
    private static int bounded(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private Optional<OnnxMl.AttributeProto> find(String name) {
        return node.getAttributeList().stream().filter(attribute -> attribute.getName().equals(name)).findFirst();
    }
}
