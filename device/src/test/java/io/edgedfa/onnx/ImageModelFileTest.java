package io.edgedfa.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.FrozenBatchNormalization;
import io.edgedfa.network.layer.Layer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Networks of images, written and read. */
class ImageModelFileTest {
    private static final int BATCH = 4;

    @TempDir
    Path folder;

    private Path write(Network network, Parameters parameters) throws Exception {
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, new Model("eye", 1, network, parameters, Provenance.now(Map.of())));
        return file;
    }

    private static Parameters parameters(Network network) {
        return InitialWeights.FRAMEWORK.draw(network, new Random(3));
    }

    @ParameterizedTest
    @FieldSource("io.edgedfa.onnx.ImageModels#NAMES")
    void shouldReadBackTheSameNetwork(String name) throws Exception {
        Network network = ImageModels.network(name);
        Parameters parameters = parameters(network);
        Model model = ModelFile.read(write(network, parameters));
        assertEquals(network.input(), model.network().input());
        for (int i = 0; i < network.blocks().size(); i++) {
            assertEquals(network.blocks().get(i).name(), model.network().blocks().get(i).name());
            assertEquals(network.blocks().get(i).weighted(), model.network().blocks().get(i).weighted());
            assertSameLayers(network.blocks().get(i).after(), model.network().blocks().get(i).after());
        }
        assertEquals(List.copyOf(parameters.values().keySet()), List.copyOf(model.parameters().values().keySet()));
        parameters.values().forEach((parameter, values) ->
                assertArrayEquals(values, model.parameters().values().get(parameter), parameter));
    }

    private static void assertSameLayers(List<Layer> expected, List<Layer> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i) instanceof FrozenBatchNormalization one) {
                FrozenBatchNormalization two = (FrozenBatchNormalization) actual.get(i);
                assertEquals(one.name(), two.name());
                assertArrayEquals(one.scale(), two.scale());
                assertArrayEquals(one.shift(), two.shift());
                assertArrayEquals(one.mean(), two.mean());
                assertArrayEquals(one.variance(), two.variance());
                assertEquals(one.epsilon(), two.epsilon());
            } else {
                assertEquals(expected.get(i), actual.get(i));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("io.edgedfa.onnx.ImageModels#NAMES")
    void shouldPredictTheSameInABareSession(String name) throws Exception {
        Network network = ImageModels.network(name);
        Parameters parameters = parameters(network);
        Path file = write(network, parameters);
        float[] x = new float[BATCH * network.inputs()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(i);
        }
        Graph inference = network.inference(BATCH);
        State state = new State(inference.state());
        state.set(parameters.values());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (Engine engine = Engines.open("ort", 1);
                Program program = engine.compile(inference, state);
                OrtSession session = environment.createSession(file.toString());
                OnnxTensor input = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(x), network.input().ofBatch(BATCH).toLongs());
                OrtSession.Result result = session.run(Map.of(Network.INPUT, input))) {
            program.floats(Network.INPUT).put(0, x);
            program.run();
            for (String output : List.of(Network.OUTPUT, Network.PROBABILITIES)) {
                float[] ours = new float[BATCH * 3];
                program.floats(output).get(0, ours);
                float[] theirs = new float[ours.length];
                ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer().get(theirs);
                assertArrayEquals(ours, theirs, 1e-5f, output);
            }
        }
    }
}
