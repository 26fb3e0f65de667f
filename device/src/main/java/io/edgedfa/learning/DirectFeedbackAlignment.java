package io.edgedfa.learning;

import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.network.Initializers;
import io.edgedfa.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Direct feedback alignment: {@code delta_l = (e B_l) * f'(a_l)} with a fixed random {@code B_l [classes, units]} (Nøkland
 * 2016, arXiv 1609.01596). No weight is read after the forward pass, so every weight can be updated in place.
 */
public final class DirectFeedbackAlignment implements LearningRule {
    public static final String NAME = "dfa";

    private final List<float[]> feedback;
    private final List<Shape> shapes;

    private DirectFeedbackAlignment(List<float[]> feedback, List<Shape> shapes) {
        this.feedback = feedback;
        this.shapes = shapes;
    }

    /** Feedback matrices drawn Kaiming uniform over the units they reach, {@code +-sqrt(6 / units)}, in block order. */
    public static DirectFeedbackAlignment kaimingUniform(Network network, RandomGenerator random) {
        List<float[]> matrices = new ArrayList<>();
        for (Shape shape : feedbackShapes(network)) {
            matrices.add(Initializers.kaimingUniform(shape, shape.size(1), random));
        }
        return new DirectFeedbackAlignment(matrices, feedbackShapes(network));
    }

    /**
     * Given feedback matrices.
     *
     * @param feedback {@code [classes, units]}, row-major, one per hidden block
     */
    public static DirectFeedbackAlignment of(Network network, List<float[]> feedback) {
        return new DirectFeedbackAlignment(List.copyOf(feedback), feedbackShapes(network));
    }

    private static List<Shape> feedbackShapes(Network network) {
        return network.blocks().subList(0, network.blocks().size() - 1).stream()
                .map(block -> Shape.of(network.classes(), block.dense().units()))
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tensor signal(int block, ErrorPropagation errors) {
        Tensor b = errors.graph().constant("block" + (block + 1) + ".feedback", shapes.get(block), feedback.get(block));
        return errors.graph().matmul(errors.outputError(), b);
    }
}
