package io.edgedfa.host.experiment;

import io.edgedfa.network.Block;
import io.edgedfa.network.Initializers;
import io.edgedfa.network.Layer;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Relu;
import io.edgedfa.network.Tanh;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** How a network starts, by name. Draws in block order. */
enum InitialWeights {
    /**
     * Weights uniform in {@code +-gain * sqrt(3 / inputs)}, so that a block keeps the variance of its inputs (He et al. 2015,
     * arXiv 1502.01852); biases 0. The gain fits what follows the block: 5/3 tanh, sqrt(2) relu, 1 otherwise, the values of
     * the common frameworks.
     */
    KAIMING {
        @Override
        Parameters draw(Network network, RandomGenerator random) {
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
        Parameters draw(Network network, RandomGenerator random) {
            return Parameters.kaimingUniform(network, random);
        }
    };

    abstract Parameters draw(Network network, RandomGenerator random);

    static InitialWeights named(String name) {
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
