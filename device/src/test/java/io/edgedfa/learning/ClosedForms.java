package io.edgedfa.learning;

import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Window;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.learning.rule.DirectFeedbackAlignment;
import io.edgedfa.learning.rule.FeedbackAlignment;
import io.edgedfa.learning.rule.FeedbackTensor;
import io.edgedfa.learning.rule.IndirectFeedbackAlignment;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.learning.rule.SignSymmetry;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.AveragePool;
import io.edgedfa.network.layer.Clip;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.HardSwish;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.LeakyRelu;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Residual;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.network.weight.TransposedConvolution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Small networks, weights, data and feedback by formulas that golden_steps.py and golden_curves.py repeat. */
final class ClosedForms {
    static final List<String> NETWORKS = List.of("dense", "convolution", "transposed");

    /** A network that is no chain, with a skip, a projection, groups and gaps. The golden files do not have it. */
    static final String RESIDUAL = "residual";

    private ClosedForms() {}

    /** One of {@link #NETWORKS}, or {@link #RESIDUAL}; four classes. */
    static Network network(String name) {
        Dense last = new Dense(name.equals("convolution") ? 8 : 56, 4);
        return switch (name) {
            case "dense" -> Network.dense(List.of(5, 7, 3, 4), Layer.activation("tanh"), List.of());
            case "convolution" -> new Network(Shape.of(2, 13, 9), List.of(
                    new Block("block1", new Convolution(2, 3, 3, 2, 1), List.of(new Tanh(), new MaxPool(2))),
                    new Block("block2", new Convolution(3, 4, 3, 1, 1),
                            List.of(new AveragePool(Window.square(2, 1, 0)), new LeakyRelu(0.125f), new Flatten())),
                    new Block("block3", last, List.of())));
            case "transposed" -> new Network(Shape.of(2, 3, 2), List.of(
                    new Block("block1", new TransposedConvolution(2, 3, Window.square(3, 2, 1), 1, 0), List.of(new Tanh())),
                    new Block("block2", new TransposedConvolution(3, 2, Window.square(2, 1, 0), 0, 0),
                            List.of(new LeakyRelu(0.125f), new Flatten())),
                    new Block("block3", last, List.of())));
            case RESIDUAL -> new Network(Shape.of(2, 4, 3), List.of(
                    new Block("block1", new Convolution(2, 2, 3, 1, 1), List.of(new Residual(Block.ENTERING), new Tanh())),
                    new Block("block2", new Convolution(2, 4, 2, new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2)), List.of(new HardSwish())),
                    new Block("block3", new Convolution(2, 4, 1, 1, 0), List.of(new Residual("block2"), new Clip(-0.5f, 0.5f), new Flatten()),
                            "block1"),
                    new Block("block4", new Dense(48, 4), List.of())));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** {@code w_l[i] = A sin(0.7 i + l)}, {@code b_l[j] = 0.1 sin(j + l)}, l from 1; A is 0.6 for features, 0.3 for images. */
    static Map<String, float[]> weights(Network network) {
        double amplitude = network.input().rank() == 1 ? 0.6 : 0.3;
        Map<String, float[]> values = new LinkedHashMap<>();
        for (int l = 1; l <= network.blocks().size(); l++) {
            int block = l;
            Block b = network.blocks().get(l - 1);
            values.put(b.weight(), fill(b.weighted().weightShape(), i -> amplitude * Math.sin(0.7 * i + block)));
            values.put(b.bias(), fill(b.weighted().biasShape(), i -> 0.1 * Math.sin(i + block)));
        }
        return values;
    }

    /** Sample n of step t, with s values: {@code x[i] = sin(1.3 (s n + i) + 0.37 t)}. */
    static float[] features(Network network, int step, int sample) {
        int size = network.inputs();
        return fill(Shape.of(size), i -> Math.sin(1.3 * (size * sample + i) + 0.37 * step));
    }

    static int label(int step, int sample) {
        return (3 * sample + step) % 4;
    }

    /** A rule of {@link Rules#NAMES} whose feedback is {@code 0.5 cos(1.7 i)}. */
    static LearningRule rule(String name, Network network) {
        return switch (name) {
            case "bp" -> new Backpropagation();
            case "fa" -> new FeedbackAlignment(layerwise(network));
            case "dfa" -> new DirectFeedbackAlignment(name, direct(network));
            case "sparse-dfa" -> new DirectFeedbackAlignment(name, direct(network).stream().map(ClosedForms::sparse).toList());
            case "ifa" -> new IndirectFeedbackAlignment(new DirectFeedbackAlignment("dfa", direct(network).subList(0, 1)));
            case "sign-symmetry" -> new SignSymmetry(name, layerwise(network).stream().map(ClosedForms::magnitudes).toList());
            default -> Rules.named(name, network, new Random(0));
        };
    }

    private static List<FeedbackTensor> direct(Network network) {
        return IntStream.range(0, network.blocks().size() - 1).mapToObj(l -> cosines(network.blocks().get(l).name(),
                Shape.of(network.classes(), network.outputShapes().get(l).elements()))).toList();
    }

    private static List<FeedbackTensor> layerwise(Network network) {
        return network.blocks().stream().skip(1).map(block -> cosines(block.name(), block.weighted().weightShape())).toList();
    }

    private static FeedbackTensor cosines(String block, Shape shape) {
        return new FeedbackTensor(block + ".feedback", shape, fill(shape, i -> 0.5 * Math.cos(1.7 * i)));
    }

    /** Unit j hears of class j modulo the number of classes only. */
    private static FeedbackTensor sparse(FeedbackTensor full) {
        int units = full.shape().size(1);
        return new FeedbackTensor(full.name(), full.shape(), fill(full.shape(), i ->
                (int) i / units == (int) i % units % full.shape().size(0) ? full.values()[(int) i] : 0));
    }

    private static FeedbackTensor magnitudes(FeedbackTensor signed) {
        return new FeedbackTensor(signed.name(), signed.shape(), fill(signed.shape(), i -> Math.abs(signed.values()[(int) i])));
    }

    private static float[] fill(Shape shape, DoubleUnaryOperator value) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
        return values;
    }
}
