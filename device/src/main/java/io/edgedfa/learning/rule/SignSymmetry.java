package io.edgedfa.learning.rule;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Tensor;
import java.util.List;

/**
 * Sign symmetry: backpropagation with {@code sign(W) * M} in place of W, the magnitudes {@code M} fixed (Liao, Leibo and
 * Poggio 2015, arXiv 1510.05067).
 *
 * @param name       {@code sign-symmetry} with random magnitudes, {@code sign-symmetry-unit} with equal ones
 * @param magnitudes one per block but the first: in the shape of that block's weight, or a scalar for all; signs are left out
 */
public record SignSymmetry(String name, List<? extends FeedbackMatrix> magnitudes) implements LearningRule {
    public static final String NAME = "sign-symmetry";
    public static final String UNIT_NAME = "sign-symmetry-unit";

    public SignSymmetry {
        magnitudes = List.copyOf(magnitudes);
    }

    @Override
    public Tensor signal(int block, ErrorPropagation errors) {
        GraphBuilder g = errors.graph();
        return errors.carryBack(block, reader -> {
            Tensor feedback = magnitudes.get(reader - 1).in(g);
            return g.mul(g.sign(errors.weight(reader)), g.mul(feedback, g.sign(feedback)));
        });
    }
}
