package io.edgedfa.learning.rule;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.Block;
import io.edgedfa.network.Fans;
import io.edgedfa.network.Initializer;
import io.edgedfa.network.Network;
import io.edgedfa.network.WeightedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Rules by name, with their feedback drawn for a network. */
public final class Rules {

    /** What {@link #named} knows. */
    public static final List<String> NAMES = List.of(Backpropagation.NAME, FeedbackAlignment.NAME, DirectFeedbackAlignment.NAME,
            DirectFeedbackAlignment.SPARSE_NAME, IndirectFeedbackAlignment.NAME, SignSymmetry.NAME, SignSymmetry.UNIT_NAME);

    private Rules() {}

    /** The rule of a name with its usual feedback. */
    public static LearningRule named(String name, Network network, RandomGenerator random) {
        return named(name, Feedback.DEFAULT, network, random);
    }

    /**
     * The rule of a name.
     *
     * @param feedback one of {@link Feedback#NAMES}; rules without random feedback ignore it
     * @param random   draws the feedback, in block order
     * @throws IllegalArgumentException for another name; the message lists all
     */
    public static LearningRule named(String name, String feedback, Network network, RandomGenerator random) {
        boolean usual = feedback.equals(Feedback.DEFAULT);
        Feedback chosen = usual ? Feedback.uniformly(Initializer.KAIMING_UNIFORM) : Feedback.named(feedback);
        return switch (name) {
            case Backpropagation.NAME -> new Backpropagation();
            case FeedbackAlignment.NAME -> new FeedbackAlignment(layerwise(network, chosen, random));
            case DirectFeedbackAlignment.NAME -> new DirectFeedbackAlignment(name, direct(network, chosen.last(), random));
            case DirectFeedbackAlignment.SPARSE_NAME -> new DirectFeedbackAlignment(
                    name, direct(network, usual ? onePerUnit(network) : sparse(feedback, chosen), random));
            case IndirectFeedbackAlignment.NAME -> new IndirectFeedbackAlignment(
                    new DirectFeedbackAlignment(name, direct(network, chosen.last(), random).stream().limit(1).toList()));
            case SignSymmetry.NAME -> new SignSymmetry(name, magnitudes(layerwise(network, chosen, random)));
            case SignSymmetry.UNIT_NAME -> new SignSymmetry(name, unitMagnitudes(network));
            default -> throw new IllegalArgumentException("rule '" + name + "' is unknown; allowed: " + String.join(", ", NAMES));
        };
    }

    private static Initializer onePerUnit(Network network) {
        return Initializer.sparse((network.classes() - 1.0) / network.classes());
    }

    private static Initializer sparse(String feedback, Feedback chosen) {
        if (!feedback.contains("sparse")) {
            throw new IllegalArgumentException("feedback '" + feedback + "' is not for rule " + DirectFeedbackAlignment.SPARSE_NAME
                    + "; allowed: " + Feedback.DEFAULT + " (one connection per unit), sparse, sparse:SHARE");
        }
        return chosen.last();
    }

    /** From the output to each hidden block: {@code [classes, values]}. */
    private static List<FeedbackTensor> direct(Network network, Initializer initializer, RandomGenerator random) {
        List<FeedbackTensor> matrices = new ArrayList<>();
        List<Shape> outputs = network.outputShapes();
        for (int i = 0; i < outputs.size() - 1; i++) {
            int values = outputs.get(i).elements();
            Fans fans = new Fans(network.classes(), values, values, network.classes());
            matrices.add(new FeedbackTensor(network.blocks().get(i).name() + ".feedback", Shape.of(network.classes(), values),
                    initializer.draw(fans, Initializer.RECTIFIER_GAIN, random)));
        }
        return matrices;
    }

    /** From each block but the first to the one before, in the shape of its weight. */
    private static List<FeedbackTensor> layerwise(Network network, Feedback feedback, RandomGenerator random) {
        List<FeedbackTensor> matrices = new ArrayList<>();
        for (int i = 1; i < network.blocks().size(); i++) {
            Block block = network.blocks().get(i);
            WeightedLayer layer = block.weighted();
            Initializer initializer = i == network.blocks().size() - 1 ? feedback.last() : feedback.hidden();
            // The matrix leads from outputs to inputs: each column is what comes back to one input.
            Fans fans = layer.fans().transposed();
            float[] drawn = initializer.draw(fans, Initializer.RECTIFIER_GAIN, random);
            matrices.add(new FeedbackTensor(block.name() + ".feedback", layer.weightShape(), layer.stored(fans.transpose(drawn))));
        }
        return matrices;
    }

    private static List<FeedbackTensor> magnitudes(List<FeedbackTensor> feedback) {
        feedback.forEach(tensor -> {
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = Math.abs(tensor.values()[i]);
            }
        });
        return feedback;
    }

    /** Equal magnitudes that keep the variance of signals both ways: {@code sqrt(2 / (in + out))} (Moskovitz et al. 2018, arXiv 1812.06488). */
    private static List<FeedbackTensor> unitMagnitudes(Network network) {
        return network.blocks().stream().skip(1)
                .map(block -> new FeedbackTensor(block.name() + ".feedback", Shape.SCALAR, new float[] {
                    (float) Math.sqrt(2.0 / (block.weighted().fans().in() + block.weighted().fans().out()))}))
                .toList();
    }
}
