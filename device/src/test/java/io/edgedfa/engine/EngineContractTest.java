package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine must do; an engine's test only names the engine. */
abstract class EngineContractTest {

    /** Between engines that round alike: sums are taken in another order. */
    private static final float AGREEMENT = 1e-5f;

    abstract Engine open();

    /** Largest difference to other engines, relative to the larger of 1 and the value. */
    float agreement() {
        return AGREEMENT;
    }

    @ParameterizedTest
    @EnumSource(Operator.class)
    void shouldAgreeWithTheOtherEnginesOnEveryOperator(Operator operator) {
        List<Function<RandomInputs, Tensor>> cases = OperatorCases.of(operator);
        for (int i = 0; i < cases.size(); i++) {
            RandomInputs inputs = new RandomInputs(i);
            inputs.graph().output("y", cases.get(i).apply(inputs));
            Graph graph = inputs.graph().build();
            assertTrue(graph.nodes().stream().anyMatch(node -> node.operator() == operator), "case " + i + " must use " + operator);
            try (Engine engine = open()) {
                float[] own = inputs.run(engine, graph);
                for (String other : oracles()) {
                    try (Engine oracle = Engines.open(other, 1)) {
                        assertClose(inputs.run(oracle, graph), own, operator + " case " + i + ": " + other);
                    }
                }
            }
        }
    }

    /** Those of the engines for processors that are there, ONNX Runtime among them. */
    private static List<String> oracles() {
        List<String> oracles = Stream.of("nd4j", "ort").filter(Engines.names()::contains).toList();
        assertTrue(oracles.contains("ort"), "there is nothing to compare with");
        return oracles;
    }

    @ParameterizedTest
    @MethodSource("elementWiseOperators")
    void shouldOverwriteAStateTensorWithAnElementWiseOperatorOfItself(Operator operator) {
        assertArrayEquals(updated(operator, true), updated(operator, false), 0);
    }

    private static Stream<Operator> elementWiseOperators() {
        return Stream.of(Operator.values()).filter(Operator::isElementWise);
    }

    /** The state after one run that updates it with an operator of itself and an input. */
    private float[] updated(Operator operator, boolean twoBuffers) {
        GraphBuilder g = new GraphBuilder("update");
        Tensor own = g.state("s", Shape.of(17, 31));
        Tensor input = g.input("x", ElementType.FLOAT, Shape.of(17, 31));
        g.update(own, OperatorCases.elementWise(operator, g, own, input));
        Graph graph = g.build();
        State state = new State(graph.state());
        float[] values = new float[17 * 31];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i + 1f) / (values.length + 1);
        }
        state.set(Map.of("s", values));
        if (twoBuffers) {
            state.separate("s");
        }
        try (Engine engine = open(); Program program = engine.compile(graph, state)) {
            assertEquals(twoBuffers, state.isSeparate("s"));
            program.floats("x").put(0, values);
            program.run();
        }
        return state.get("s");
    }

    @Test
    void shouldLeaveNothingOfAStateTensorThatIsReplaced() {
        GraphBuilder g = new GraphBuilder("replace");
        Tensor own = g.state("s", Shape.of(5));
        g.update(own, g.pad(g.input("x", ElementType.FLOAT, Shape.of(2)), 1, 2));
        Graph graph = g.build();
        State state = new State(graph.state());
        state.set(Map.of("s", new float[] {7, 7, 7, 7, 7}));
        try (Engine engine = open(); Program program = engine.compile(graph, state)) {
            program.floats("x").put(0, new float[] {3, 4});
            program.run();
        }
        assertArrayEquals(new float[] {0, 3, 4, 0, 0}, state.get("s"));
    }

    private void assertClose(float[] expected, float[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], agreement() * Math.max(1, Math.abs(expected[i])), what + " at " + i);
        }
    }

    private float[] run(float[] x, int[] shape, BiFunction<GraphBuilder, Tensor, Tensor> build) {
        GraphBuilder g = new GraphBuilder("contract");
        Tensor input = g.input("x", ElementType.FLOAT, Shape.of(shape));
        g.output("y", build.apply(g, input));
        Graph graph = g.build();
        try (Engine engine = open(); Program program = engine.compile(graph, new State(graph.state()))) {
            program.floats("x").put(0, x);
            program.run();
            float[] y = new float[program.floats("y").capacity()];
            program.floats("y").get(0, y);
            return y;
        }
    }

    private void assertElementWise(BiFunction<GraphBuilder, Tensor, Tensor> build, DoubleUnaryOperator exact) {
        float[] x = new float[1021];
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 510) / 100f;
            expected[i] = (float) exact.applyAsDouble(x[i]);
        }
        assertArrayEquals(expected, run(x, new int[] {1021}, build), 2e-6f);
    }

    @Test
    void shouldComputeElementWiseOperatorsOnAPrimeLength() {
        assertElementWise(GraphBuilder::tanh, Math::tanh);
        assertElementWise(GraphBuilder::sigmoid, v -> 1 / (1 + Math.exp(-v)));
        assertElementWise(GraphBuilder::relu, v -> Math.max(0, v));
        assertElementWise(GraphBuilder::sign, Math::signum);
        assertElementWise(GraphBuilder::neg, v -> -v);
        assertElementWise(GraphBuilder::identity, v -> v);
        assertElementWise((g, x) -> g.sqrt(g.mul(x, x)), Math::abs);
        assertElementWise((g, x) -> g.add(x, g.scalar(2)), v -> v + 2);
        assertElementWise((g, x) -> g.sub(g.scalar(2), x), v -> 2 - v);
        assertElementWise((g, x) -> g.div(x, g.scalar(4)), v -> v / 4);
        assertElementWise((g, x) -> g.pow(g.scalar(1.5), x), v -> Math.pow(1.5, v));
    }

    @Test
    void shouldComputeSoftmaxWithoutOverflow() {
        float[] x = {1000, 1001, 1002, -5, 0, 5};
        double sum = 1 + Math.exp(-1) + Math.exp(-2);
        float[] y = run(x, new int[] {2, 3}, GraphBuilder::softmax);
        assertEquals(1 / sum, y[2], 1e-6);
        assertEquals(Math.log(1 / sum), run(x, new int[] {2, 3}, GraphBuilder::logSoftmax)[2], 1e-5);
    }

    @Test
    void shouldMultiplyMatricesInEveryForm() {
        float[] a = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(new float[] {14, 32, 32, 77}, run(a, new int[] {2, 3}, (g, x) -> g.gemmTransB(x, x)));
        assertArrayEquals(new float[] {17, 22, 27, 22, 29, 36, 27, 36, 45}, run(a, new int[] {2, 3}, (g, x) -> g.gemmTransA(x, x)));
        assertArrayEquals(new float[] {14, 32, 32, 77}, run(a, new int[] {2, 3}, (g, x) -> g.matmul(x, g.transpose(x))));
        assertArrayEquals(new float[] {2 * 17 + 3, 2 * 22 + 3, 2 * 27 + 3, 47, 61, 75, 57, 75, 93},
                run(a, new int[] {2, 3}, (g, x) -> g.gemmTransA(x, x, 2, constant(g, 3, 3, 6), 0.5f)));
    }

    private static Tensor constant(GraphBuilder g, int rows, int columns, float value) {
        float[] values = new float[rows * columns];
        Arrays.fill(values, value);
        return g.constant("c", Shape.of(rows, columns), values);
    }

    @Test
    void shouldReduceReshapeAndPick() {
        float[] a = {1, 9, 3, 4, 5, 6};
        assertArrayEquals(new float[] {5, 14, 9}, run(a, new int[] {2, 3}, (g, x) -> g.reduceSum(x, 0)));
        assertArrayEquals(new float[] {28}, run(a, new int[] {2, 3}, GraphBuilder::sumAll));
        assertArrayEquals(a, run(a, new int[] {2, 3}, (g, x) -> g.reshape(x, Shape.of(3, 2))));
        assertArrayEquals(new float[] {0, 1, 0, 0, 0, 1}, run(a, new int[] {2, 3}, (g, x) -> g.oneHot(g.argMax(x, 1), 3)));
        // The largest of (1, 9, 3) is at 1, of the negated row at 0; of (4, 5, 6) at 2 and 0.
        assertArrayEquals(new float[] {0, 0}, run(a, new int[] {2, 3},
                (g, x) -> g.toFloat(g.equal(g.argMax(x, 1), g.argMax(g.neg(x), 1)))));
        assertArrayEquals(new float[] {1, 1}, run(a, new int[] {2, 3},
                (g, x) -> g.toFloat(g.equal(g.argMax(x, 1), g.argMax(g.add(x, x), 1)))));
    }

    @Test
    void shouldRefuseAStateTensorOfAnotherSize() {
        GraphBuilder g = new GraphBuilder("state");
        Tensor w = g.state("w", Shape.of(3));
        g.output("y", g.tanh(w));
        State state = new State(List.of(new Tensor("w", ElementType.FLOAT, Shape.of(4))));
        try (Engine engine = open()) {
            assertEquals("state tensor w [3] has 4 values",
                    assertThrows(EngineException.class, () -> engine.compile(g.build(), state)).getMessage());
        }
    }

    static Stream<Arguments> rulesAndOptimizers() {
        return Rules.NAMES.stream().flatMap(rule -> Optimizer.NAMES.stream().map(optimizer -> Arguments.of(rule, optimizer)));
    }

    @ParameterizedTest
    @MethodSource("rulesAndOptimizers")
    void shouldGiveTheSameBitsInPlaceAndWithTwoBuffers(String rule, String optimizer) {
        assertEqualStates(trained(rule, optimizer, false), trained(rule, optimizer, true));
    }

    private static void assertEqualStates(State one, State two) {
        for (String name : one.names()) {
            assertArrayEquals(one.get(name), two.get(name), 0, name);
            assertTrue(one.bytes() < two.bytes(), "the second state must hold two buffers");
        }
    }

    /** 50 steps of a 31-37-29-10 network at batch 13. */
    private State trained(String rule, String optimizer, boolean twoBuffers) {
        Network network = Network.dense(List.of(31, 37, 29, 10), Layer.activation("tanh"), List.of());
        SplittableRandom random = new SplittableRandom(11);
        Parameters parameters = InitialWeights.FRAMEWORK.draw(network, random);
        Graph graph = TrainingStep.of(network, Rules.named(rule, network, random), new SoftmaxCrossEntropy(),
                Optimizer.named(optimizer), 13);
        State state = new State(graph.state());
        state.set(parameters.values());
        if (twoBuffers) {
            state.names().forEach(state::separate);
        }
        try (Engine engine = open(); Program program = engine.compile(graph, state)) {
            program.floats(TrainingStep.LEARNING_RATE).put(0, 0.05f);
            for (int step = 0; step < 50; step++) {
                for (int i = 0; i < 13 * 31; i++) {
                    program.floats(TrainingStep.FEATURES).put(i, (float) random.nextDouble());
                }
                for (int n = 0; n < 13; n++) {
                    program.longs(TrainingStep.LABELS).put(n, random.nextInt(10));
                }
                program.run();
            }
        }
        return state;
    }

    @Test
    void shouldLetAPredictorShareTheStateOfATraining() {
        Network network = Network.dense(List.of(3, 4, 2), Layer.activation("tanh"), List.of());
        Graph step = TrainingStep.of(network, Rules.named("bp", network, new SplittableRandom(1)),
                new SoftmaxCrossEntropy(), Optimizer.named("sgd"), 1);
        State state = new State(step.state());
        state.set(InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(2)).values());
        try (Engine engine = open(); Program training = engine.compile(step, state);
                Program predictor = engine.compile(network.inference(1), state)) {
            training.floats(TrainingStep.LEARNING_RATE).put(0, 0.5f);
            for (int i = 0; i < 5; i++) {
                training.run();
                predictor.run();
                float shared = predictor.floats(Network.OUTPUT).get(0);
                State copy = new State(network.inference(1).state());
                copy.set(state.get(copy.names()));
                try (Program fresh = engine.compile(network.inference(1), copy)) {
                    fresh.run();
                    assertEquals(fresh.floats(Network.OUTPUT).get(0), shared, "after step " + i);
                }
            }
        }
    }

    @Test
    void shouldRefuseToSeparateAStateThatAPredictorIsBoundTo() {
        Network network = Network.dense(List.of(3, 4, 2), Layer.activation("tanh"), List.of());
        Graph step = TrainingStep.of(network, Rules.named("bp", network, new SplittableRandom(1)),
                new SoftmaxCrossEntropy(), Optimizer.named("sgd"), 1);
        State state = new State(step.state());
        try (Engine engine = open(); Program predictor = engine.compile(network.inference(1), state)) {
            assertTrue(assertThrows(IllegalStateException.class, () -> engine.compile(step, state)).getMessage()
                    .contains("compile the program that updates it first"));
        }
    }

    @Test
    void shouldNameUnknownInputs() {
        GraphBuilder g = new GraphBuilder("names");
        g.output("y", g.tanh(g.input("x", ElementType.FLOAT, Shape.of(1))));
        try (Engine engine = open(); Program program = engine.compile(g.build(), new State(List.of()))) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> program.floats("z")).getMessage().contains("no input or output z"));
        }
    }

    @Test
    void shouldListTheEnginesThatAreThere() {
        assertEquals("engine 'tpu' is unknown; allowed: auto, " + String.join(", ", Engines.names()),
                assertThrows(EngineException.class, () -> Engines.open("tpu", 1)).getMessage());
    }
}
