package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine for replicas must do. */
abstract class ReplicaContractTest {
    private static final int SAMPLES = 40;
    private static final int BATCH = 8;
    private static final Network DENSE = Network.dense(List.of(36, 23, 19, 10), Layer.activation("tanh"), List.of());
    private static final Network IMAGES = new Network(Shape.of(1, 6, 6), List.of(
            new Block("block1", new Convolution(1, 4, Window.square(3, 1, 1)), List.of(new Tanh(), new MaxPool(2), new Flatten())),
            new Block("block2", new Dense(36, 10), List.of())));

    abstract ReplicaEngine open();

    /** One training: its seed draws weights and feedback. */
    private record Training(Network network, String rule, String optimizer, int seed, float rate) {
        Graph step() {
            return TrainingStep.of(network, Rules.named(rule, network, new SplittableRandom(seed)), new SoftmaxCrossEntropy(),
                    Optimizer.named(optimizer), BATCH);
        }

        State state() {
            State state = new State(step().state());
            state.set(InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(100 + seed)).values());
            return state;
        }

        /** Rows of two passes, in an order of its own. */
        int[] rows() {
            return new SplittableRandom(200 + seed).ints(2 * SAMPLES, 0, SAMPLES).toArray();
        }
    }

    private static float[] sample(int row) {
        float[] sample = new float[36];
        SplittableRandom random = new SplittableRandom(row);
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (float) random.nextDouble();
        }
        return sample;
    }

    private static long label(int row) {
        return row % 10;
    }

    private static Table features(ReplicaEngine engine) {
        return engine.table(SAMPLES, 36, (row, target, offset) -> System.arraycopy(sample(row), 0, target, offset, 36));
    }

    private static Table labels(ReplicaEngine engine) {
        return engine.table(IntStream.range(0, SAMPLES).mapToLong(ReplicaContractTest::label).toArray());
    }

    static Stream<Arguments> trainings() {
        return Stream.of(DENSE, IMAGES).flatMap(network -> Rules.NAMES.stream()
                .filter(rule -> network == DENSE || !rule.equals("ifa"))
                .flatMap(rule -> Optimizer.NAMES.stream().map(optimizer -> Arguments.of(network, rule, optimizer))));
    }

    /** Seed, feedback, weights, learning rate and order of samples differ; every replica must be as if it had run alone, elsewhere. */
    @ParameterizedTest
    @MethodSource("trainings")
    void shouldTrainEachReplicaAsIfItWereAlone(Network network, String rule, String optimizer) {
        List<Training> all = List.of(new Training(network, rule, optimizer, 1, 0.01f), new Training(network, rule, optimizer, 2, 0.02f),
                new Training(network, rule, optimizer, 3, 0.005f));
        List<State> states = all.stream().map(Training::state).toList();
        float[][] losses;
        try (ReplicaEngine engine = open(); Table features = features(engine); Table labels = labels(engine);
                ReplicaProgram program = engine.compile(all.stream().map(Training::step).toList(), states)) {
            program.feed(TrainingStep.FEATURES, features);
            program.feed(TrainingStep.LABELS, labels);
            program.set(TrainingStep.LEARNING_RATE, new float[] {0.01f, 0.02f, 0.005f});
            program.run(2 * SAMPLES / BATCH, all.stream().map(Training::rows).toArray(int[][]::new));
            losses = program.outputs(TrainingStep.LOSS);
        }
        for (int replica = 0; replica < all.size(); replica++) {
            State alone = all.get(replica).state();
            assertArrayEquals(alone(all.get(replica), alone), losses[replica], 1e-4f, "losses of replica " + replica);
            for (String name : alone.names()) {
                assertArrayEquals(alone.get(name), states.get(replica).get(name), 1e-4f, name + " of replica " + replica);
            }
        }
    }

    /** The same on ONNX Runtime. @return the losses */
    private static float[] alone(Training training, State state) {
        float[] losses = new float[2 * SAMPLES / BATCH];
        try (Engine engine = Engines.open("ort", 1); Program program = engine.compile(training.step(), state)) {
            program.floats(TrainingStep.LEARNING_RATE).put(0, training.rate());
            int[] rows = training.rows();
            for (int step = 0; step < losses.length; step++) {
                for (int i = 0; i < BATCH; i++) {
                    int row = rows[step * BATCH + i];
                    program.floats(TrainingStep.FEATURES).put(i * 36, sample(row));
                    program.longs(TrainingStep.LABELS).put(i, label(row));
                }
                program.run();
                losses[step] = program.floats(TrainingStep.LOSS).get(0);
            }
        }
        return losses;
    }

    @Test
    void shouldGiveTheSameBitsEveryTime() {
        List<float[]> first = weightsAfterTraining();
        List<float[]> second = weightsAfterTraining();
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(first.get(i), second.get(i), 0);
        }
    }

    private List<float[]> weightsAfterTraining() {
        List<Training> all = IntStream.range(0, 5).mapToObj(seed -> new Training(DENSE, "dfa", "adam", seed, 0.01f)).toList();
        List<State> states = all.stream().map(Training::state).toList();
        try (ReplicaEngine engine = open(); Table features = features(engine); Table labels = labels(engine);
                ReplicaProgram program = engine.compile(all.stream().map(Training::step).toList(), states)) {
            program.feed(TrainingStep.FEATURES, features);
            program.feed(TrainingStep.LABELS, labels);
            program.set(TrainingStep.LEARNING_RATE, new float[] {0.01f, 0.01f, 0.01f, 0.01f, 0.01f});
            program.run(5, IntStream.range(0, SAMPLES).toArray());
        }
        return states.stream().map(state -> state.get("block1.weight")).toList();
    }

    private static Graph doubling() {
        GraphBuilder g = new GraphBuilder("doubling");
        Tensor own = g.state("s", Shape.SCALAR);
        Tensor next = g.add(own, g.sumAll(g.input("x", ElementType.FLOAT, Shape.of(2, 3))));
        g.update(own, next);
        g.output("seen", next);
        return g.build();
    }

    @Test
    void shouldNoteEveryRunAndGoOnWhereTheLastCallEnded() {
        List<State> states = List.of(new State(doubling().state()), new State(doubling().state()));
        states.get(1).set(Map.of("s", new float[] {100}));
        try (ReplicaEngine engine = open(); Table table = engine.table(4, 3, (row, target, offset) -> target[offset] = row + 1);
                ReplicaProgram program = engine.compile(List.of(doubling(), doubling()), states)) {
            program.feed("x", table);
            program.run(2, new int[] {0, 1, 2, 3}, new int[] {3, 3, 0, 0});
            assertArrayEquals(new float[] {3, 10}, program.outputs("seen")[0]);
            assertArrayEquals(new float[] {108, 110}, program.outputs("seen")[1]);
            program.run(3, new int[] {0, 0, 1, 1, 2, 2});
            assertArrayEquals(new float[] {12, 16, 22}, program.outputs("seen")[0]);
            assertArrayEquals(new float[] {112, 116, 122}, program.outputs("seen")[1]);
            assertEquals(22, states.get(0).get("s")[0], "the state is read from where it is");
        }
        assertEquals(122, states.get(1).get("s")[0], "the state comes home");
    }

    @Test
    void shouldLetProgramsShareTheStatesOfReplicas() {
        List<State> states = List.of(new State(doubling().state()), new State(doubling().state()));
        try (ReplicaEngine engine = open(); Table table = engine.table(1, 3, (row, target, offset) -> target[offset] = 1);
                ReplicaProgram one = engine.compile(List.of(doubling(), doubling()), states);
                ReplicaProgram other = engine.compile(List.of(doubling(), doubling()), states)) {
            one.feed("x", table);
            other.feed("x", table);
            one.run(1, new int[] {0, 0});
            other.run(1, new int[] {0, 0});
            assertArrayEquals(new float[] {4}, other.outputs("seen")[1]);
        }
    }

    @Test
    void shouldRefuseReplicasThatDifferInMoreThanConstants() {
        GraphBuilder g = new GraphBuilder("doubling");
        g.output("seen", g.sumAll(g.input("x", ElementType.FLOAT, Shape.of(2, 3))));
        List<State> states = List.of(new State(doubling().state()), new State(List.of()));
        try (ReplicaEngine engine = open()) {
            assertTrue(assertThrows(EngineException.class, () -> engine.compile(List.of(doubling(), g.build()), states)).getMessage()
                    .contains("differ in more than the values of constants"));
        }
    }

    @Test
    void shouldRefuseATableOfAnotherWidthAndValuesOfAnotherNumber() {
        try (ReplicaEngine engine = open(); Table table = engine.table(4, 2, (row, target, offset) -> { });
                ReplicaProgram program = engine.compile(List.of(doubling()), List.of(new State(doubling().state())))) {
            assertEquals("input x takes rows of 3 values, the table has 2",
                    assertThrows(IllegalArgumentException.class, () -> program.feed("x", table)).getMessage());
            assertThrows(IllegalArgumentException.class, () -> program.set("x", new float[1]));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> program.outputs("y")).getMessage().contains("no scalar output y"));
        }
    }

    @Test
    void shouldRefuseOtherEnginesAStateThatIsOnTheCard() {
        Training training = new Training(DENSE, "dfa", "sgd", 1, 0.01f);
        State state = training.state();
        try (ReplicaEngine engine = open(); Engine other = Engines.open("ort", 1)) {
            try (Program program = engine.compile(training.step(), state)) {
                assertTrue(assertThrows(IllegalStateException.class, () -> other.compile(training.step(), state)).getMessage()
                        .contains("is in another engine's memory"));
            }
            other.compile(training.step(), state).close();
        }
    }

    /** Values set while the state is on the card must get there. */
    @Test
    void shouldTakeNewValuesOfAStateThatIsOnTheCard() {
        State state = new State(doubling().state());
        try (ReplicaEngine engine = open(); Program program = engine.compile(doubling(), state)) {
            state.set(Map.of("s", new float[] {7}));
            program.run();
            assertEquals(7, program.floats("seen").get(0));
        }
    }

    /** @return all graphs of some replicas of a training */
    static List<Graph> steps(int replicas) {
        List<Graph> steps = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            steps.add(new Training(DENSE, "dfa", "adam", i, 0.01f).step());
        }
        return steps;
    }

    static List<State> states(int replicas) {
        return IntStream.range(0, replicas).mapToObj(i -> new Training(DENSE, "dfa", "adam", i, 0.01f).state()).toList();
    }
}
