package io.edgedfa.network;

import io.edgedfa.graph.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A network's weights and biases: row-major values by name, in block order.
 *
 * @param values not copied; the caller gives them away
 */
public record Parameters(Map<String, float[]> values) {

    /**
     * Fresh parameters: weights and biases uniform in {@code +-1/sqrt(inputs)} of their block (Kaiming uniform with
     * a = sqrt(5), the default of the common frameworks; He et al. 2015, arXiv 1502.01852).
     *
     * @param random consumed in block order, weight before bias
     */
    public static Parameters kaimingUniform(Network network, RandomGenerator random) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Block block : network.blocks()) {
            double bound = 1 / Math.sqrt(block.dense().inputs());
            values.put(block.weight(), Initializers.uniform(block.dense().weightShape(), bound, random));
            values.put(block.bias(), Initializers.uniform(block.dense().biasShape(), bound, random));
        }
        return new Parameters(values);
    }

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
