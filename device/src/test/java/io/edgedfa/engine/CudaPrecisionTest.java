package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How exact products are on a real card, with TF32 and, unless asked for, without. */
class CudaPrecisionTest {
    private static final int SIDE = 256;

    @BeforeAll
    static void needACard() {
        Needed.card();
    }

    /** Norm of the difference to a product in doubles, relative to the product's. */
    private static double error(String engineName) {
        GraphBuilder g = new GraphBuilder("product");
        g.output("y", g.matmul(g.input("a", ElementType.FLOAT, Shape.of(SIDE, SIDE)), g.input("b", ElementType.FLOAT, Shape.of(SIDE, SIDE))));
        SplittableRandom random = new SplittableRandom(1);
        double difference = 0;
        double norm = 0;
        try (Engine engine = Engines.open(engineName, 1); Program program = engine.compile(g.build(), new State(List.of()))) {
            for (int i = 0; i < SIDE * SIDE; i++) {
                program.floats("a").put(i, (float) random.nextDouble(-1, 1));
                program.floats("b").put(i, (float) random.nextDouble(-1, 1));
            }
            program.run();
            for (int i = 0; i < SIDE * SIDE; i++) {
                double exact = 0;
                for (int k = 0; k < SIDE; k++) {
                    exact += (double) program.floats("a").get(i / SIDE * SIDE + k) * program.floats("b").get(k * SIDE + i % SIDE);
                }
                difference += Math.pow(program.floats("y").get(i) - exact, 2);
                norm += exact * exact;
            }
        }
        return Math.sqrt(difference / norm);
    }

    @Test
    void shouldMultiplyInFullPrecisionUnlessAskedOtherwise() {
        assertTrue(error("cuda") < 1e-6, "error " + error("cuda"));
    }

    @Test
    void shouldMultiplyInTf32WhenAsked() {
        double error = error("cuda-tf32");
        assertTrue(error > 1e-5 && error < 2e-3, "error " + error);
    }

    /** The one that does not change numbers for speed. */
    @Test
    void shouldChooseTheExactOneAutomatically() {
        assertEquals("cuda", Engines.resolve(Engines.AUTO));
    }
}
