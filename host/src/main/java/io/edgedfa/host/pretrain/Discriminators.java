package io.edgedfa.host.pretrain;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.LeakyRelu;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Networks that tell real inputs from generated ones: one output, the logit of "real". Leaky rectifiers of slope 0.2 and, for
 * images, strided convolutions instead of pooling (Radford et al. 2015, arXiv 1511.06434). Messages start with
 * {@code discriminator}.
 */
public final class Discriminators {

    /** The known forms, for messages and help. */
    public static final String FORMS = "mlp (256 hidden units), cnn (5x5 convolutions of stride 2 with 16 and 32 channels)"
            + ", or the units of each hidden block (for example 256-128)";

    private static final String MLP = "mlp";
    private static final String CNN = "cnn";

    private static final Pattern SIZES = Pattern.compile("[0-9]{1,9}(-[0-9]{1,9})*");
    private static final List<Integer> MLP_UNITS = List.of(256);
    private static final List<Integer> CNN_CHANNELS = List.of(16, 32);
    private static final int MAX_HIDDEN = 16;
    private static final int MAX_UNITS = 65_536;
    private static final int LEAST_SIDE = 4;
    private static final List<Layer> ACTIVATION = List.of(new LeakyRelu(0.2f));

    private Discriminators() {}

    /** The form that suits a network's own kind of layers. */
    public static String suiting(String net) {
        return net.startsWith("conv") ? CNN : MLP;
    }

    /** Refuses, without knowing the data, what {@link #parse} would refuse with any. */
    static void check(String name) {
        if (!name.equals(CNN)) {
            units(name);
        }
    }

    /**
     * The network of a form, its blocks named {@code discriminator1, ...}.
     *
     * @param rows    of an image
     * @param columns of an image
     * @throws IllegalArgumentException for an unknown form, a size out of bounds, or data that do not suit
     */
    static Network parse(String name, int rows, int columns) {
        return name.equals(CNN) ? convolutions(rows, columns) : dense(rows * columns, units(name));
    }

    private static Network dense(int features, List<Integer> hidden) {
        List<Integer> sizes = new ArrayList<>(List.of(features));
        sizes.addAll(hidden);
        sizes.add(1);
        return new Network(IntStream.range(1, sizes.size()).mapToObj(i -> new Block("discriminator" + i,
                new Dense(sizes.get(i - 1), sizes.get(i)), i == sizes.size() - 1 ? List.of() : ACTIVATION)).toList());
    }

    private static Network convolutions(int rows, int columns) {
        if (rows < LEAST_SIDE || columns < LEAST_SIDE) {
            throw new IllegalArgumentException("discriminator 'cnn' takes images of at least %dx%d pixels; the data has %dx%d"
                    .formatted(LEAST_SIDE, LEAST_SIDE, rows, columns));
        }
        List<Block> blocks = new ArrayList<>();
        int channels = 1;
        int height = rows;
        int width = columns;
        for (int i = 0; i < CNN_CHANNELS.size(); i++) {
            Convolution convolution = new Convolution(channels, CNN_CHANNELS.get(i), 5, 2, 2);
            List<Layer> after = new ArrayList<>(ACTIVATION);
            if (i == CNN_CHANNELS.size() - 1) {
                after.add(new Flatten());
            }
            blocks.add(new Block("discriminator" + (i + 1), convolution, after));
            channels = CNN_CHANNELS.get(i);
            height = convolution.window().rows(height);
            width = convolution.window().columns(width);
        }
        blocks.add(new Block("discriminator" + (blocks.size() + 1), new Dense(channels * height * width, 1), List.of()));
        return new Network(Shape.of(1, rows, columns), blocks);
    }

    private static List<Integer> units(String name) {
        if (name.equals(MLP)) {
            return MLP_UNITS;
        }
        if (!SIZES.matcher(name).matches()) {
            throw new IllegalArgumentException("discriminator '" + name + "' is unknown; allowed: " + FORMS);
        }
        List<Integer> units = Arrays.stream(name.split("-")).map(Integer::valueOf).toList();
        if (units.size() > MAX_HIDDEN || units.stream().anyMatch(count -> count < 1 || count > MAX_UNITS)) {
            throw new IllegalArgumentException("discriminator '" + name + "': allowed are 1 to " + MAX_HIDDEN + " hidden blocks of 1 to "
                    + MAX_UNITS + " units");
        }
        return units;
    }
}
