package io.edgedfa.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** How a network's weights start, by name. */
public enum InitialWeights {
    /**
     * Weights uniform in {@code +-gain * sqrt(3 / inputs)}, so that a block keeps the variance of its inputs (He et al. 2015,
     * arXiv 1502.01852); biases 0. The gain fits what follows the block: 5/3 tanh, sqrt(2) relu, 1 otherwise, the values of
     * the common frameworks.
     */
    KAIMING {
        @Override
        public Parameters draw(Network network, RandomGenerator random) {
            Map<String, float[]> values = new LinkedHashMap<>();
            for (Block block : network.blocks()) {
                double bound = gain(block.after()) * Math.sqrt(3.0 / block.dense().inputs());
                values.put(block.weight(), Initializers.uniform(block.dense().weightShape(), bound, random));
                values.put(block.bias(), new float[block.dense().units()]);
            }
            return new Parameters(values);
        }
    },
    /** What the common frameworks do unless told otherwise: everything uniform in {@code +-1 / sqrt(inputs)}. */
    FRAMEWORK {
        @Override
        public Parameters draw(Network network, RandomGenerator random) {
            Map<String, float[]> values = new LinkedHashMap<>();
            for (Block block : network.blocks()) {
                double bound = 1 / Math.sqrt(block.dense().inputs());
                values.put(block.weight(), Initializers.uniform(block.dense().weightShape(), bound, random));
                values.put(block.bias(), Initializers.uniform(block.dense().biasShape(), bound, random));
            }
            return new Parameters(values);
        }
    };

    /** Fresh parameters. @param random consumed in block order, weight before bias */
    public abstract Parameters draw(Network network, RandomGenerator random);

    /** {@code kaiming} or {@code framework}. @throws IllegalArgumentException for another name */
    public static InitialWeights named(String name) {
        return switch (name) {
            case "kaiming" -> KAIMING;
            case "framework" -> FRAMEWORK;
            default -> throw new IllegalArgumentException("init '" + name + "' is unknown; allowed: kaiming, framework");
        };
    }

    private static double gain(List<Layer> after) {
        Layer first = after.isEmpty() ? null : after.get(0);
        return first instanceof Tanh ? 5.0 / 3 : first instanceof Relu ? Math.sqrt(2) : 1;
    }
}
