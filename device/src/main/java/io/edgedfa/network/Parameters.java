package io.edgedfa.network;

import io.edgedfa.graph.Shape;
import java.util.Map;

/**
 * A network's weights and biases: row-major values by name, in block order.
 *
 * @param values not copied; the caller gives them away
 */
public record Parameters(Map<String, float[]> values) {

    /** @throws IllegalArgumentException unless there is exactly one array of the right length per parameter of the network */
    public void check(Network network) {
        Map<String, Shape> shapes = network.parameterShapes();
        if (!shapes.keySet().equals(values.keySet())) {
            throw new IllegalArgumentException("parameters " + values.keySet() + " do not match " + shapes.keySet());
        }
        shapes.forEach((name, shape) -> {
            if (values.get(name).length != shape.elements()) {
                throw new IllegalArgumentException("parameter " + name + " " + shape + " has " + values.get(name).length + " values");
            }
        });
    }
}
