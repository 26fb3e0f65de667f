package io.edgedfa.graph;

import java.util.List;
import java.util.Map;

/**
 * One operator applied to tensors. What ONNX passes as constant extra inputs (axes, target shape, depth) is an attribute
 * here; the ONNX writer and reader translate.
 *
 * @param name       unique within its graph
 * @param inputs     in ONNX order
 * @param output     every operator of this subset has exactly one
 * @param attributes values are {@code Long}, {@code Float}, {@code List<Long>} or {@link Fragment}
 */
public record Node(String name, Operator operator, List<Tensor> inputs, Tensor output, Map<String, Object> attributes) {
    public Node {
        inputs = List.copyOf(inputs);
        attributes = Map.copyOf(attributes);
    }

    /** An integer attribute, or {@code absent} when it is not set. */
    public long integer(String attribute, long absent) {
        return (Long) attributes.getOrDefault(attribute, absent);
    }

    /** A real attribute. */
    public float real(String attribute) {
        return (Float) attributes.get(attribute);
    }

    /** A list attribute. */
    @SuppressWarnings("unchecked")
    public List<Long> integers(String attribute) {
        return (List<Long>) attributes.get(attribute);
    }

    /** The foreign nodes of a {@link Operator#FRAGMENT}. */
    public Fragment fragment() {
        return (Fragment) attributes.get("fragment");
    }
}
