package io.edgedfa.engine.ort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.onnx.OnnxWriter;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine, which cuts large element-wise work into chunks, against the plain graph in a bare session. */
class ChunkedModelTest {
    private static final int BATCH = 3;
    private static final int STEPS = 5;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    private static long scans(Graph graph) throws Exception {
        return OnnxMl.ModelProto.parseFrom(new ChunkedModel(graph).bytes()).getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("Scan")).count();
    }

    private static float[] values(int size, int seed) {
        float[] values = new float[size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return values;
    }

    /** 256x256 and 300x320 divide into chunks; 257 and 271 are prime, and so is no divisor of 257x271 large enough. */
    @ParameterizedTest
    @CsvSource({"256, 256, dfa, adam, 2", "300, 320, bp, adam, 2", "256, 512, bp, momentum, 2", "320, 300, fa, adam, 2",
        "300, 320, sign-symmetry, adam, 3", "257, 271, dfa, adam, 0", "257, 271, bp, momentum, 0", "64, 64, bp, adam, 0",
        "300, 320, sparse-dfa, momentum, 2", "300, 320, ifa, adam, 2"})
    void shouldTrainAsThePlainGraphDoes(int inputs, int units, String rule, String optimizer, int expectedScans) throws Exception {
        Network network = Network.dense(List.of(inputs, units, inputs, 4), Layer.activation("tanh"), List.of());
        Graph step = TrainingStep.of(network, Rules.named(rule, network, new Random(1)), new SoftmaxCrossEntropy(),
                Optimizer.named(optimizer), BATCH);
        assertEquals(expectedScans, scans(step));
        Map<String, float[]> weights = InitialWeights.FRAMEWORK.draw(network, new Random(2)).values();
        assertSame(step, weights);
    }

    @Test
    void shouldLetAPredictorShareAStateThatIsKeptInChunks() throws Exception {
        Network network = Network.dense(List.of(300, 320, 4), Layer.activation("tanh"), List.of());
        for (String rule : List.of("dfa", "bp")) {
            Graph step = TrainingStep.of(network, Rules.named(rule, network, new Random(1)), new SoftmaxCrossEntropy(),
                    Optimizer.named("adam"), BATCH);
            State state = new State(step.state());
            state.set(InitialWeights.FRAMEWORK.draw(network, new Random(2)).values());
            try (Engine engine = Engines.open("ort", 1); Program training = engine.compile(step, state);
                    Program predictor = engine.compile(network.inference(1), state)) {
                for (int i = 0; i < 3; i++) {
                    training.floats(TrainingStep.FEATURES).put(0, values(BATCH * 300, i));
                    training.floats(TrainingStep.LEARNING_RATE).put(0, 0.01f);
                    training.run();
                    predictor.floats(Network.INPUT).put(0, values(300, 50));
                    predictor.run();
                    State copy = new State(network.inference(1).state());
                    copy.set(state.get(copy.names()));
                    try (Program fresh = engine.compile(network.inference(1), copy)) {
                        fresh.floats(Network.INPUT).put(0, values(300, 50));
                        fresh.run();
                        assertEquals(fresh.floats(Network.OUTPUT).get(0), predictor.floats(Network.OUTPUT).get(0));
                    }
                }
            }
        }
    }

    @Test
    void shouldComputeTheSameWhenTwoGroupsReadAStateThatNothingUpdates() throws Exception {
        assertSame(256, g -> {
            Tensor x = g.input("x", ElementType.FLOAT, Shape.of(256, 256));
            Tensor w = g.state("w", Shape.of(256, 256));
            Tensor one = g.add(g.mul(x, w), w);
            g.output("y", g.mul(g.tanh(g.mul(w, g.matmul(one, w))), g.scalar(2)));
        }, 2);
    }

    @Test
    void shouldComputeTheSameWhenTheSingleValueHasAxesOfItsOwn() throws Exception {
        assertSame(1, g -> {
            Tensor x = g.input("x", ElementType.FLOAT, Shape.of(1, 65_536));
            Tensor w = g.state("w", Shape.of(1, 65_536));
            Tensor mean = g.reshape(g.mul(g.sumAll(x), g.scalar(1.0 / 65_536)), Shape.of(1, 1));
            g.update(w, g.add(w, g.tanh(g.sub(x, mean))));
        }, 1);
    }

    @Test
    void shouldComputeTheSameWhenOthersReadTheStateAndItsNextValue() throws Exception {
        assertSame(256, g -> {
            Tensor x = g.input("x", ElementType.FLOAT, Shape.of(256, 256));
            Tensor w = g.state("w", Shape.of(256, 256));
            Tensor next = g.sub(w, g.mul(x, g.scalar(0.125)));
            g.update(w, next);
            g.output("before", g.reduceSum(w, 0));
            g.output("after", g.reduceSum(next, 1));
            g.output("clipped", g.neg(g.clip(next, -0.5f, 0.5f)));
        }, 1);
    }

    private void assertSame(int rows, Consumer<GraphBuilder> build, int expectedScans) throws Exception {
        GraphBuilder g = new GraphBuilder("test");
        build.accept(g);
        Graph graph = g.build();
        assertEquals(expectedScans, scans(graph), rows + " rows");
        assertSame(graph, Map.of("w", values(65_536, 99)));
    }

    /** Some runs of a graph through the engine and through a bare session on the same random inputs. */
    private void assertSame(Graph graph, Map<String, float[]> initial) throws Exception {
        State state = new State(graph.state());
        state.set(initial);
        Map<String, float[]> plain = new LinkedHashMap<>(state.get(state.names()));
        byte[] model = OnnxWriter.write(graph, Map.of(), Map.of()).toByteArray();
        try (Engine engine = Engines.open("ort", 1); Program program = engine.compile(graph, state);
                OrtSession session = environment.createSession(model)) {
            for (int run = 0; run < STEPS; run++) {
                Map<String, OnnxTensor> feed = new HashMap<>();
                for (Tensor input : graph.inputs()) {
                    feed.put(input.name(), fill(program, input, run));
                }
                for (Tensor tensor : graph.state()) {
                    feed.put(tensor.name(), OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(plain.get(tensor.name())), tensor.shape().toLongs()));
                }
                program.run();
                try (OrtSession.Result result = session.run(feed)) {
                    for (Tensor output : graph.outputs()) {
                        if (!graph.updates().containsValue(output)) {
                            assertClose(floats(result, output), read(program, output), output.name() + " in run " + run);
                        }
                    }
                    graph.updates().forEach((tensor, next) -> {
                        plain.put(tensor.name(), floats(result, next));
                        assertClose(plain.get(tensor.name()), state.get(tensor.name()), tensor.name());
                    });
                }
                feed.values().forEach(OnnxTensor::close);
            }
        }
    }

    private static void assertClose(float[] plain, float[] ours, String what) {
        assertArrayEquals(plain, ours, 1e-6f, what);
    }

    /** The same values into both. */
    private OnnxTensor fill(Program program, Tensor input, int run) throws Exception {
        if (input.type() == ElementType.INT64) {
            long[] labels = new long[input.shape().elements()];
            for (int n = 0; n < labels.length; n++) {
                labels[n] = (n + run) % 4;
            }
            program.longs(input.name()).put(0, labels);
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(labels), input.shape().toLongs());
        }
        float[] floats = input.shape().rank() == 0 ? new float[] {0.01f} : values(input.shape().elements(), run);
        program.floats(input.name()).put(0, floats);
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), input.shape().toLongs());
    }

    private static float[] read(Program program, Tensor output) {
        float[] values = new float[output.shape().elements()];
        program.floats(output.name()).get(0, values);
        return values;
    }

    private static float[] floats(OrtSession.Result result, Tensor output) {
        float[] values = new float[output.shape().elements()];
        ((OnnxTensor) result.get(output.name()).orElseThrow()).getFloatBuffer().get(values);
        return values;
    }
}
