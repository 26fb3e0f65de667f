package io.edgedfa.learning;

import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Window;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.AveragePool;
import io.edgedfa.network.layer.Clip;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.FrozenBatchNormalization;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Residual;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.layer.Unflatten;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.network.weight.TransposedConvolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Backpropagation through every layer of images against central differences. */
class LayerGradientTest {
    private static final int CHANNELS = 2;
    private static final int HEIGHT = 7;
    private static final int WIDTH = 5;
    private static final int[] SAME = {3, 3, 1, 1, 1, 1, 1, 1};

    /** Everything but the dense block at the end. */
    private record Case(String name, List<Block> blocks, BiFunction<Map<String, double[]>, ReferenceImage, ReferenceImage> reference) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(convolutions(new int[] {3, 2, 2, 1, 1, 0, 1, 1}, new int[] {2, 3, 1, 2, 0, 2, 1, 1}));
        cases.add(convolutions(new int[] {1, 1, 3, 2, 0, 0, 0, 0}, new int[] {3, 3, 2, 2, 2, 1, 2, 1}));
        cases.add(transposedConvolutions(new int[] {3, 2, 2, 1, 1, 0, 1, 1}, new int[] {2, 3, 1, 2, 0, 1, 1, 1}));
        for (int[] w : List.of(new int[] {2, 2, 2, 2, 0, 0, 0, 0}, new int[] {3, 2, 3, 4, 0, 0, 0, 0}, new int[] {2, 2, 2, 2, 1, 1, 1, 0},
                new int[] {3, 2, 1, 1, 0, 0, 0, 0}, new int[] {3, 3, 2, 2, 1, 1, 1, 1}, new int[] {2, 3, 2, 2, 0, 1, 0, 2})) {
            cases.add(after("max-pool " + window(w), new MaxPool(window(w)), a -> a.maxPool(w)));
            cases.add(after("average-pool " + window(w), new AveragePool(window(w)), a -> a.averagePool(w)));
        }
        for (String activation : List.of("tanh", "relu", "leaky-relu:0.125", "sigmoid:2.5", "hard-swish")) {
            cases.add(after(activation, Layer.activation(activation).get(0), a -> a.activate(activation)));
        }
        cases.add(after("batch-normalization", new FrozenBatchNormalization("bn", new float[] {0.5f, -1.5f, 2}, new float[] {1, 0, -1},
                new float[] {0.25f, -0.25f, 0}, new float[] {0.5f, 2, 0.125f}, 0.03125f),
                a -> a.normalize(new double[] {0.5, -1.5, 2}, new double[] {1, 0, -1}, new double[] {0.25, -0.25, 0},
                        new double[] {0.5, 2, 0.125}, 0.03125)));
        cases.add(after("clip", new Clip(-0.25f, 0.5f), a -> a.clip(-0.25, 0.5)));
        cases.add(grouped(2, 1, 1));
        cases.add(grouped(4, 1, 1));
        cases.add(grouped(2, 2, 1));
        cases.add(grouped(1, 1, 2));
        cases.add(residual());
        cases.add(after("flatten", new Flatten(), a -> a));
        cases.add(new Case("unflatten", List.of(
                new Block("one", new Convolution(CHANNELS, 3, window(SAME)),
                        List.of(new Flatten(), new Unflatten(3, HEIGHT, WIDTH))),
                new Block("two", new Convolution(3, 2, window(SAME)), List.of(new Flatten()))),
                (p, x) -> x.conv(p.get("one.weight"), p.get("one.bias"), SAME).conv(p.get("two.weight"), p.get("two.bias"), SAME)));
        return TrainingFixture.ENGINES.stream().flatMap(engine -> cases.stream().map(c -> Arguments.of(engine, c)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMatchFiniteDifferencesWhenBackpropagating(String engine, Case c) {
        Map<String, double[]> some = new HashMap<>();
        c.blocks.forEach(block -> {
            some.put(block.weight(), new double[block.weighted().weightShape().elements()]);
            some.put(block.bias(), new double[block.weighted().biasShape().elements()]);
        });
        int values = c.reference.apply(some, new ReferenceImage(CHANNELS, HEIGHT, WIDTH)).v().length;
        List<Block> blocks = new ArrayList<>(c.blocks);
        blocks.add(new Block("last", new Dense(values, 4), List.of()));
        GradientCheck.assertMatches(engine, new Network(Shape.of(CHANNELS, HEIGHT, WIDTH), blocks), (p, x) -> {
            ReferenceImage image = c.reference.apply(p, new ReferenceImage(CHANNELS, HEIGHT, WIDTH, x));
            return Reference.dense(image.v(), p.get("last.weight"), p.get("last.bias"));
        }, "cross-entropy");
    }

    /** A layer between a convolution and the dense block. */
    private static Case after(String name, Layer layer, UnaryOperator<ReferenceImage> reference) {
        List<Layer> layers = layer instanceof Flatten ? List.of(layer) : List.of(layer, new Flatten());
        return new Case(name, List.of(new Block("one", new Convolution(CHANNELS, 3, window(SAME)), layers)),
                (p, x) -> reference.apply(x.conv(p.get("one.weight"), p.get("one.bias"), SAME)));
    }

    private static Case convolutions(int[] one, int[] two) {
        return new Case("convolutions " + window(one) + " " + window(two), List.of(
                new Block("one", new Convolution(CHANNELS, 3, window(one)), Layer.activation("tanh")),
                new Block("two", new Convolution(3, 2, window(two)), List.of(new Flatten()))),
                (p, x) -> x.conv(p.get("one.weight"), p.get("one.bias"), one).activate("tanh")
                        .conv(p.get("two.weight"), p.get("two.bias"), two));
    }

    /** A convolution with groups or gaps between two others. */
    private static Case grouped(int groups, int downwards, int right) {
        int[] w = {3, 2, 1, 2, 1, 0, 2, 1, downwards, right, groups};
        return new Case("groups " + groups + ", dilations " + downwards + "x" + right, List.of(
                new Block("one", new Convolution(CHANNELS, 4, window(SAME)), Layer.activation("tanh")),
                new Block("two", new Convolution(4, 4, groups, new Window(3, 2, 1, 2, 1, 0, 2, 1, downwards, right)), Layer.activation("tanh")),
                new Block("three", new Convolution(4, 2, window(SAME)), List.of(new Flatten()))),
                (p, x) -> x.conv(p.get("one.weight"), p.get("one.bias"), SAME).activate("tanh").conv(p.get("two.weight"), p.get("two.bias"), w)
                        .activate("tanh").conv(p.get("three.weight"), p.get("three.bias"), SAME));
    }

    /** A skip over one block, one from what enters, and a projection, with normalisation. */
    private static Case residual() {
        float[] one = {0.5f, -1.5f};
        float[] zero = {0.25f, -0.25f};
        Layer norm = new FrozenBatchNormalization("bn", one, zero, zero, new float[] {0.5f, 2}, 0.03125f);
        return new Case("residual", List.of(
                new Block("a", new Convolution(CHANNELS, CHANNELS, window(SAME)), List.of(norm, new Residual(Block.ENTERING), new Tanh())),
                new Block("b", new Convolution(CHANNELS, CHANNELS, window(SAME)), List.of(new Tanh())),
                new Block("c", new Convolution(CHANNELS, CHANNELS, window(SAME)), List.of(new Residual("a"), new Tanh())),
                new Block("d", new Convolution(CHANNELS, 3, window(SAME)), List.of(new Tanh())),
                new Block("e", new Convolution(CHANNELS, 3, 1, 1, 0), List.of(new Residual("d"), new Tanh(), new Residual("d"), new Flatten()), "c")),
                LayerGradientTest::residual);
    }

    private static ReferenceImage residual(Map<String, double[]> p, ReferenceImage x) {
        double[] zero = {0.25, -0.25};
        ReferenceImage a = x.conv(p.get("a.weight"), p.get("a.bias"), SAME).normalize(new double[] {0.5, -1.5}, zero, zero,
                new double[] {0.5, 2}, 0.03125).plus(x).activate("tanh");
        ReferenceImage b = a.conv(p.get("b.weight"), p.get("b.bias"), SAME).activate("tanh");
        ReferenceImage c = b.conv(p.get("c.weight"), p.get("c.bias"), SAME).plus(a).activate("tanh");
        ReferenceImage d = c.conv(p.get("d.weight"), p.get("d.bias"), SAME).activate("tanh");
        return c.conv(p.get("e.weight"), p.get("e.bias"), 1, 1, 1, 1, 0, 0, 0, 0).plus(d).activate("tanh").plus(d);
    }

    private static Case transposedConvolutions(int[] one, int[] two) {
        return new Case("transposed convolutions " + window(one) + " " + window(two), List.of(
                new Block("one", new TransposedConvolution(CHANNELS, 3, window(one), 1, 0), Layer.activation("tanh")),
                new Block("two", new TransposedConvolution(3, 2, window(two), 0, 1), List.of(new Flatten()))),
                (p, x) -> x.transposedConv(p.get("one.weight"), p.get("one.bias"), 1, 0, one).activate("tanh")
                        .transposedConv(p.get("two.weight"), p.get("two.bias"), 0, 1, two));
    }

    private static Window window(int... w) {
        return new Window(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);
    }
}
