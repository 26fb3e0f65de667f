package io.edgedfa.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two questions to each of three samples, against formulas in double precision. */
class LogisticCrossEntropyTest {
    private static final int BATCH = 3;
    private static final float[] LOGITS = {0.5f, -2, 3, 0, -0.25f, 1.5f};
    private static final float[] TARGETS = {1, 0, 0, 1, 0.25f, 1};

    @ParameterizedTest
    @ValueSource(strings = {"ort", "nd4j"})
    void shouldBeTheMeanOverSamplesOfTheSumOverQuestions(String engine) {
        double expected = 0;
        for (int i = 0; i < LOGITS.length; i++) {
            double yes = 1 / (1 + Math.exp(-LOGITS[i]));
            expected -= (TARGETS[i] * Math.log(yes) + (1 - TARGETS[i]) * Math.log(1 - yes)) / BATCH;
        }
        evaluate(engine, LOGITS, TARGETS, expected, 1e-6);
    }

    /** Where the logistic function is 0 or 1 in single precision, its logarithm is not. */
    @ParameterizedTest
    @ValueSource(strings = {"ort", "nd4j"})
    void shouldStayExactWhenTheAnswerIsCertainAndWrong(String engine) {
        float[] certain = {200, -200, 200, -200, 0, 0};
        float[] wanted = {0, 1, 1, 0, 0.5f, 0.5f};
        evaluate(engine, certain, wanted, (400 + 2 * Math.log(2)) / BATCH, 1e-4);
    }

    private static void evaluate(String name, float[] logits, float[] targets, double expected, double tolerance) {
        GraphBuilder g = new GraphBuilder("loss");
        Tensor output = g.input("output", ElementType.FLOAT, Shape.of(BATCH, 2));
        Tensor target = g.input("target", ElementType.FLOAT, Shape.of(BATCH, 2));
        Loss.Evaluated evaluated = new LogisticCrossEntropy().evaluate(g, output, target);
        g.output("mean", evaluated.mean());
        g.output("error", evaluated.error());
        var graph = g.build();
        try (Engine engine = Engines.open(name, 1); Program program = engine.compile(graph, new State(graph.state()))) {
            program.floats("output").put(0, logits);
            program.floats("target").put(0, targets);
            program.run();
            assertEquals(expected, program.floats("mean").get(0), tolerance);
            for (int i = 0; i < logits.length; i++) {
                double error = (1 / (1 + Math.exp(-logits[i])) - targets[i]) / BATCH;
                assertEquals(error, program.floats("error").get(i), 1e-6, "error " + i);
            }
        }
    }
}
