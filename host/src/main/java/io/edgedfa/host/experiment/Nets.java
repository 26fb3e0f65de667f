package io.edgedfa.host.experiment;

import io.edgedfa.graph.Shape;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.SquaredError;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.Logistic;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Networks by name: {@code fcN-UNITS}, all sizes as in {@code 784-500-10}, or convolutions before a dense block as in
 * {@code conv8-16-fc64}. Messages of refusals start with {@code net}.
 */
public final class Nets {

    /** The known forms, for messages and help. */
    public static final String FORMS = "fcN-UNITS (N hidden blocks of UNITS, for example fc1-1000, fc2-1000, fc3-800)"
            + ", INPUTS-UNITS-...-CLASSES (for example 784-500-10)"
            + ", convCHANNELS-...-fcUNITS (5x5 convolutions, 2x2 max-pool after each, and a dense block of UNITS, for example"
            + " conv8-16-fc64), conv1-5x5 (conv32-fc1000) or conv2-5x5 (conv32-64-fc1000)";

    /** Weights and biases together: 512 MiB, as much as a model file may have. */
    static final long MAX_PARAMETERS = 1L << 27;
    private static final int MAX_HIDDEN = 100;
    private static final int MAX_UNITS = 65_536;

    private static final int MAX_CONVOLUTIONS = 8;
    private static final int MAX_CHANNELS = 1024;

    private static final Pattern CONVOLUTIONAL = Pattern.compile("conv((?:[0-9]{1,9}-)+)fc([0-9]{1,9})");
    /** Networks that have a name of their own. */
    private static final Map<String, String> SHORT = Map.of("conv1-5x5", "conv32-fc1000", "conv2-5x5", "conv32-64-fc1000");

    private static final Pattern NAMED = Pattern.compile("fc([0-9]{1,9})-([0-9]{1,9})");
    private static final Pattern SIZES = Pattern.compile("[0-9]{1,9}(-[0-9]{1,9})+");

    private Nets() {}

    /**
     * The network of a name, for certain data.
     *
     * @param name       in one of the {@link #FORMS}
     * @param features   values of one sample
     * @param classes    classes of the data
     * @param activation what follows each hidden block, see {@link Layer#activation}
     * @param loss       cross-entropy takes the last block as it is, squared error puts a logistic function after it, the hidden
     *                   blocks' own where they have one
     * @throws IllegalArgumentException for an unknown form, a size out of bounds, or sizes that do not fit the data
     */
    public static Network parse(String name, int features, int classes, String activation, Loss loss) {
        List<Layer> hidden = Layer.activation(activation);
        List<Layer> logistic = hidden.stream().anyMatch(Logistic.class::isInstance) ? hidden : Layer.activation("sigmoid");
        List<Layer> output = loss instanceof SquaredError ? logistic : List.of();
        if (CONVOLUTIONAL.matcher(SHORT.getOrDefault(name, name)).matches()) {
            return convolutions(name, features, classes, hidden, output);
        }
        List<Integer> sizes = sizes(name, features, classes);
        if (sizes.get(0) != features || sizes.get(sizes.size() - 1) != classes) {
            throw new IllegalArgumentException("net '" + name + "' takes " + sizes.get(0) + " values and tells "
                    + sizes.get(sizes.size() - 1) + " classes apart; the data has " + features + " values and " + classes
                    + " classes");
        }
        checkParameters(name, parameters(sizes));
        return Network.dense(sizes, hidden, output);
    }

    /** Refuses, without knowing the data, what {@link #parse} would refuse with any. */
    static void check(String name) {
        if (CONVOLUTIONAL.matcher(SHORT.getOrDefault(name, name)).matches()) {
            units(name);
        } else {
            sizes(name, 1, 1);
        }
    }

    /** Channels of each convolution, then the units of the dense block. */
    private static List<Integer> units(String name) {
        Matcher convolutional = CONVOLUTIONAL.matcher(SHORT.getOrDefault(name, name));
        if (!convolutional.matches()) {
            throw new IllegalStateException(name);
        }
        String[] channels = convolutional.group(1).split("-");
        bounded(name, "convolutions", Integer.toString(channels.length), 1, MAX_CONVOLUTIONS);
        List<Integer> units = new ArrayList<>();
        for (String count : channels) {
            units.add(bounded(name, "channels", count, 1, MAX_CHANNELS));
        }
        units.add(bounded(name, "units", convolutional.group(2), 1, MAX_UNITS));
        return units;
    }

    private static Network convolutions(String name, int features, int classes, List<Layer> activation, List<Layer> output) {
        List<Integer> units = units(name);
        int count = units.size() - 1;
        int dense = units.get(count);
        int side = (int) Math.round(Math.sqrt(features));
        if (side * side != features || side >> count == 0) {
            throw new IllegalArgumentException("net '" + name + "' takes square images of at least " + (1 << count) + "x" + (1 << count)
                    + " values; the data has " + features + " values");
        }
        List<Block> blocks = new ArrayList<>();
        long parameters = 0;
        int channels = 1;
        for (int i = 0; i < count; i++) {
            List<Layer> after = new ArrayList<>(activation);
            after.add(new MaxPool(2));
            if (i == count - 1) {
                after.add(new Flatten());
            }
            blocks.add(new Block("block" + (i + 1), new Convolution(channels, units.get(i), 5, 1, 2), after));
            parameters += blocks.get(i).weighted().weightShape().elements();
            channels = units.get(i);
        }
        int pooled = side >> count;
        long flat = (long) pooled * pooled * channels;
        checkParameters(name, parameters + (flat + 1) * dense);
        blocks.add(new Block("block" + (count + 1), new Dense((int) flat, dense), activation));
        blocks.add(new Block("block" + (count + 2), new Dense(dense, classes), output));
        return new Network(Shape.of(1, side, side), blocks);
    }

    private static void checkParameters(String name, long parameters) {
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException(
                    "net '" + name + "' has " + parameters + " parameters; allowed: at most " + MAX_PARAMETERS);
        }
    }

    /** Inputs, units of each hidden block, classes. */
    private static List<Integer> sizes(String name, int features, int classes) {
        Matcher named = NAMED.matcher(name);
        if (named.matches()) {
            int hidden = bounded(name, "hidden blocks", named.group(1), 1, MAX_HIDDEN);
            List<Integer> sizes = new ArrayList<>();
            sizes.add(features);
            sizes.addAll(Collections.nCopies(hidden, bounded(name, "units", named.group(2), 1, MAX_UNITS)));
            sizes.add(classes);
            return sizes;
        }
        if (SIZES.matcher(name).matches()) {
            List<Integer> sizes =
                    Stream.of(name.split("-")).map(size -> bounded(name, "units", size, 1, MAX_UNITS)).toList();
            bounded(name, "hidden blocks", Integer.toString(sizes.size() - 2), 0, MAX_HIDDEN);
            return sizes;
        }
        throw new IllegalArgumentException("net '" + name + "' is unknown; allowed: " + FORMS);
    }

    private static int bounded(String name, String what, String digits, int low, int high) {
        int value = Integer.parseInt(digits);
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    "net '" + name + "' has " + value + " " + what + "; allowed: " + low + " to " + high);
        }
        return value;
    }

    private static long parameters(List<Integer> sizes) {
        long sum = 0;
        for (int i = 1; i < sizes.size(); i++) {
            sum += (sizes.get(i - 1) + 1L) * sizes.get(i);
        }
        return sum;
    }
}
