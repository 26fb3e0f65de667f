package io.edgedfa.learning.rule;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.weight.Initializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
        int all = network.blocks().size() - 1;
        return switch (name) {
            case Backpropagation.NAME -> new Backpropagation();
            case FeedbackAlignment.NAME -> new FeedbackAlignment(layerwise(network, chosen, random));
            case DirectFeedbackAlignment.NAME -> new DirectFeedbackAlignment(name, direct(network, all, chosen, random));
            case DirectFeedbackAlignment.SPARSE_NAME -> new DirectFeedbackAlignment(
                    name, direct(network, all, usual ? onePerUnit(network) : sparse(feedback, chosen), random));
            case IndirectFeedbackAlignment.NAME -> indirect(network, direct(network, 1, chosen, random));
            case SignSymmetry.NAME -> new SignSymmetry(name, layerwise(network, chosen, random));
            case SignSymmetry.UNIT_NAME -> new SignSymmetry(name, unitMagnitudes(network));
            default -> throw new IllegalArgumentException("rule '" + name + "' is unknown; allowed: " + String.join(", ", NAMES));
        };
    }

    private static LearningRule indirect(Network network, List<FeedbackMatrix> first) {
        if (!network.isChain()) {
            throw new IllegalArgumentException("rule '" + IndirectFeedbackAlignment.NAME + "' is for networks whose blocks follow one another;"
                    + " allowed for one with skip connections: every other rule");
        }
        return new IndirectFeedbackAlignment(new DirectFeedbackAlignment(IndirectFeedbackAlignment.NAME, first));
    }

    /** Refuses, without a network, what {@link #named} would refuse for any. */
    public static void check(String name, String feedback) {
        // A network of one unit costs nothing.
        named(name, feedback, Network.dense(List.of(1, 1), List.of(), List.of()), new Random(0));
    }

    private static Feedback onePerUnit(Network network) {
        return Feedback.uniformly(Initializer.sparse((network.classes() - 1.0) / network.classes()));
    }

    private static Feedback sparse(String feedback, Feedback chosen) {
        if (!feedback.contains("sparse")) {
            throw new IllegalArgumentException("feedback '" + feedback + "' is not for rule " + DirectFeedbackAlignment.SPARSE_NAME
                    + "; allowed: " + Feedback.DEFAULT + " (one connection per unit), sparse, sparse:SHARE");
        }
        return chosen;
    }

    /** From the output to the first {@code count} hidden blocks. */
    private static List<FeedbackMatrix> direct(Network network, int count, Feedback feedback, RandomGenerator random) {
        List<FeedbackMatrix> matrices = new ArrayList<>();
        List<Shape> outputs = network.outputShapes();
        for (int i = 0; i < Math.min(count, outputs.size() - 1); i++) {
            String name = network.blocks().get(i).name() + ".feedback";
            matrices.add(feedback.direct(name, network.classes(), outputs.get(i).elements(), random));
        }
        return matrices;
    }

    /** From each block but the first to the one before. */
    private static List<FeedbackMatrix> layerwise(Network network, Feedback feedback, RandomGenerator random) {
        List<FeedbackMatrix> matrices = new ArrayList<>();
        int last = network.blocks().size() - 1;
        for (int i = 1; i <= last; i++) {
            Block block = network.blocks().get(i);
            matrices.add(feedback.layerwise(block.name() + ".feedback", block.weighted(), i == last, random));
        }
        return matrices;
    }

    /** Equal magnitudes that keep the variance of signals both ways: {@code sqrt(2 / (in + out))} (Moskovitz et al. 2018, arXiv 1812.06488). */
    private static List<FeedbackTensor> unitMagnitudes(Network network) {
        return network.blocks().stream().skip(1)
                .map(block -> new FeedbackTensor(block.name() + ".feedback", Shape.SCALAR, new float[] {
                    (float) Math.sqrt(2.0 / (block.weighted().fans().in() + block.weighted().fans().out()))}))
                .toList();
    }
}
