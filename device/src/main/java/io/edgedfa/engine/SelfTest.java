package io.edgedfa.engine;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Proves that an engine computes: products, an activation, sums, and an update in place, against the same in Java's doubles. */
final class SelfTest {
    private static final int ROWS = 33;
    private static final int INNER = 130;
    private static final int COLUMNS = 65;
    private static final int RUNS = 3;
    private static final double AGREEMENT = 1e-3;

    private SelfTest() {}

    /** What is wrong with an engine; empty for nothing. */
    static Optional<String> failure(EngineProvider provider) {
        try (Engine engine = provider.open(Engines.AUTO_THREADS)) {
            return differs(engine) ? Optional.of("its self-test gives wrong numbers") : Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of("its self-test fails: " + e.getMessage());
        }
    }

    /** One step on {@code w <- w - 0.1 x^T tanh(x w)}, some times. */
    private static boolean differs(Engine engine) {
        GraphBuilder g = new GraphBuilder("self_test");
        Tensor x = g.input("x", ElementType.FLOAT, Shape.of(ROWS, INNER));
        Tensor w = g.state("w", Shape.of(INNER, COLUMNS));
        Tensor h = g.tanh(g.matmul(x, w));
        g.update(w, g.sub(w, g.mul(g.gemmTransA(x, h), g.scalar(0.1))));
        g.output("sum", g.sumAll(g.mul(h, h)));
        float[] sample = values(1, ROWS * INNER);
        float[] start = values(2, INNER * COLUMNS);
        State state = new State(List.of(w));
        state.set(Map.of("w", start));
        double[] expected = new double[start.length];
        for (int i = 0; i < start.length; i++) {
            expected[i] = start[i];
        }
        try (Program program = engine.compile(g.build(), state)) {
            program.floats("x").put(0, sample);
            for (int run = 0; run < RUNS; run++) {
                program.run();
                double sum = step(sample, expected);
                // Not less than: a sum that is no number differs, too.
                if (!(Math.abs(program.floats("sum").get(0) - sum) <= AGREEMENT * Math.max(1, sum))) {
                    return true;
                }
            }
        }
        float[] actual = state.get("w");
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= AGREEMENT)) {
                return true;
            }
        }
        return false;
    }

    private static float[] values(int seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-0.1, 0.1);
        }
        return values;
    }

    /** The same step on {@code w}. @return the sum of squares of the activations */
    private static double step(float[] x, double[] w) {
        double[] h = new double[ROWS * COLUMNS];
        double sum = 0;
        for (int i = 0; i < h.length; i++) {
            for (int k = 0; k < INNER; k++) {
                h[i] += x[i / COLUMNS * INNER + k] * w[k * COLUMNS + i % COLUMNS];
            }
            h[i] = Math.tanh(h[i]);
            sum += h[i] * h[i];
        }
        for (int i = 0; i < w.length; i++) {
            double gradient = 0;
            for (int row = 0; row < ROWS; row++) {
                gradient += x[row * INNER + i / COLUMNS] * h[row * COLUMNS + i % COLUMNS];
            }
            w[i] -= 0.1 * gradient;
        }
        return sum;
    }
}
