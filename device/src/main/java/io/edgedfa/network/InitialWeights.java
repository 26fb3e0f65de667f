package io.edgedfa.network;

import io.edgedfa.network.layer.Clip;
import io.edgedfa.network.layer.HardSwish;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.LeakyRelu;
import io.edgedfa.network.layer.Relu;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Fans;
import io.edgedfa.network.weight.Initializer;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** How a network's weights start, by name; biases start at 0 unless said otherwise. */
public enum InitialWeights {
    /**
     * Uniform, and each block keeps the variance of its inputs: {@link Initializer#KAIMING_UNIFORM} with the gain that fits
     * what follows the block: 5/3 tanh, sqrt(2) rectifiers, 1 otherwise, the values of the common frameworks.
     */
    KAIMING("kaiming", Initializer.KAIMING_UNIFORM),
    /** Weights and biases as the common frameworks draw them unless told otherwise. */
    FRAMEWORK("framework", Initializer.FRAMEWORK),
    LECUN("lecun", Initializer.LECUN),
    XAVIER("xavier", Initializer.XAVIER),
    HE("he", Initializer.HE),
    /** With the rectifiers' gain, whatever follows. */
    KAIMING_UNIFORM("kaiming-uniform", Initializer.KAIMING_UNIFORM),
    /** With the gain that fits what follows. */
    ORTHOGONAL("orthogonal", Initializer.ORTHOGONAL),
    /** Half of the weights that meet in a unit are zeros. */
    SPARSE("sparse", Initializer.sparse(Initializer.USUAL_SHARE)),
    ZEROS("zeros", Initializer.ZEROS);

    /** What {@link #named} knows. */
    public static final List<String> NAMES = Arrays.stream(values()).map(way -> way.label).toList();

    private final String label;
    private final Initializer initializer;

    InitialWeights(String label, Initializer initializer) {
        this.label = label;
        this.initializer = initializer;
    }

    /** Fresh parameters. @param random consumed in block order, weight before bias */
    public Parameters draw(Network network, RandomGenerator random) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Block block : network.blocks()) {
            WeightedLayer layer = block.weighted();
            double gain = this == KAIMING_UNIFORM ? Initializer.RECTIFIER_GAIN : gain(block.after());
            values.put(block.weight(), layer.stored(initializer.draw(layer.fans(), gain, random)));
            int biases = layer.biasShape().elements();
            boolean drawn = this == FRAMEWORK;
            values.put(block.bias(), drawn
                    ? initializer.draw(new Fans(1, biases, layer.fans().in(), layer.fans().out()), 1, random)
                    : new float[biases]);
        }
        return new Parameters(values);
    }

    /** One of {@link #NAMES}. @throws IllegalArgumentException for another name */
    public static InitialWeights named(String name) {
        return Arrays.stream(values()).filter(way -> way.label.equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("init '" + name + "' is unknown; allowed: " + String.join(", ", NAMES)));
    }

    private static double gain(List<Layer> after) {
        Layer first = after.isEmpty() ? null : after.get(0);
        boolean rectifier = first instanceof Relu || first instanceof LeakyRelu || first instanceof Clip || first instanceof HardSwish;
        return first instanceof Tanh ? 5.0 / 3 : rectifier ? Initializer.RECTIFIER_GAIN : 1;
    }
}
