package io.edgedfa.network;

import io.edgedfa.graph.Shape;
import java.util.random.RandomGenerator;

/** How weights and feedback matrices start. */
public final class Initializers {
    private Initializers() {}

    /** Values uniform in {@code [-bound, bound)}, row-major. */
    public static float[] uniform(Shape shape, double bound, RandomGenerator random) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
        }
        return values;
    }

    /**
     * Kaiming uniform with gain sqrt(2): {@code +-sqrt(6 / fanIn)} (He et al. 2015, arXiv 1502.01852, for rectifiers). For a
     * feedback matrix {@code [10, 1000]} with fan-in 1000 that is +-0.0775.
     */
    public static float[] kaimingUniform(Shape shape, int fanIn, RandomGenerator random) {
        return uniform(shape, Math.sqrt(6.0 / fanIn), random);
    }
}
