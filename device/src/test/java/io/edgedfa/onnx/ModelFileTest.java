package io.edgedfa.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
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
import io.edgedfa.network.layer.Layer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    Path folder;

    private Path file;
    private final Network network = Network.dense(List.of(6, 5, 3), Layer.activation("sigmoid:2.5"), List.of());
    private final Parameters parameters = InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(3));

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("model.onnx");
        ModelFile.write(file, new Model("gate", 7, network, parameters, Provenance.now(Map.of(
                Provenance.RULE, "dfa", Provenance.SEED, "3", Provenance.OPTIMIZER, "adam", Provenance.DATA_SHA256, "ab12"))));
    }

    @Test
    void shouldReadBackTheSameModel() {
        Model model = ModelFile.read(file);
        assertEquals("gate", model.id());
        assertEquals(7, model.version());
        assertEquals(network, model.network());
        parameters.values().forEach((name, values) -> assertArrayEquals(values, model.parameters().values().get(name), name));
    }

    @Test
    void shouldKeepProvenanceInTheMetadata() {
        Map<String, String> entries = ModelFile.read(file).provenance().entries();
        assertEquals("dfa", entries.get(Provenance.RULE));
        assertEquals("3", entries.get(Provenance.SEED));
        assertEquals("adam", entries.get(Provenance.OPTIMIZER));
        assertEquals("ab12", entries.get(Provenance.DATA_SHA256));
        assertTrue(entries.keySet().containsAll(List.of("product_version", "java", "os_arch")), entries.toString());
    }

    @Test
    void shouldPredictTheSameInABareSession() throws Exception {
        float[] x = new float[4 * 6];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(i);
        }
        Graph inference = network.inference(4);
        State state = new State(inference.state());
        state.set(parameters.values());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (Engine engine = Engines.open("ort", 1);
                Program program = engine.compile(inference, state);
                OrtSession session = environment.createSession(file.toString());
                OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), new long[] {4, 6});
                OrtSession.Result result = session.run(Map.of(Network.INPUT, input))) {
            program.floats(Network.INPUT).put(0, x);
            program.run();
            for (String output : List.of(Network.OUTPUT, Network.PROBABILITIES)) {
                float[] ours = new float[12];
                program.floats(output).get(0, ours);
                float[] theirs = new float[12];
                ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer().get(theirs);
                assertArrayEquals(ours, theirs, 1e-5f, output);
            }
        }
    }

    @Test
    void shouldUseOnlyThePinnedOpsetOfTheOnnxDomain() throws IOException {
        OnnxMl.ModelProto proto = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file));
        assertEquals(1, proto.getOpsetImportCount());
        assertEquals("", proto.getOpsetImport(0).getDomain());
        assertEquals(17, proto.getOpsetImport(0).getVersion());
        assertEquals("batch", proto.getGraph().getInput(0).getType().getTensorType().getShape().getDim(0).getDimParam());
    }

    @Test
    void shouldNeverFailButInOneLineWhenTheFileIsCutAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.onnx");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            String message = assertThrows(ModelException.class, () -> ModelFile.read(cut), "length " + length).getMessage();
            assertTrue(message.startsWith(cut + ": ") && !message.contains("\n"), message);
        }
    }

    @Test
    void shouldSayThatTheFileIsEmpty() throws IOException {
        Files.write(file, new byte[0]);
        assertRefused(": is empty; allowed: an ONNX file");
    }

    @Test
    void shouldSayThatTheFileDoesNotExist() throws IOException {
        Files.delete(file);
        assertRefused(": does not exist; allowed: an ONNX file");
    }

    @Test
    void shouldSayThatAFolderIsNoModel() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused(": is a folder; allowed: an ONNX file");
    }

    @Test
    void shouldNameTheOperatorThatCannotBeTrained() throws IOException {
        rewrite(graph -> {
            graph.getNodeBuilder(0).setOpType("LSTM").setName("memory");
            return graph;
        });
        assertTrue(refusal().contains("node 'memory' (LSTM) cannot be trained; allowed operators: Add, AveragePool, "), refusal());
    }

    @Test
    void shouldNameTheInputThatDoesNotFitTheWeights() throws IOException {
        rewrite(graph -> {
            graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilder(1).setDimValue(9);
            return graph;
        });
        assertRefused(": input 'input' has shape [batch, 9]; allowed: [batch, 6]");
    }

    @Test
    void shouldNameTheTensorWhoseDataIsShort() throws IOException {
        rewrite(graph -> {
            OnnxMl.TensorProto.Builder weight = graph.getInitializerBuilder(0);
            weight.setRawData(weight.getRawData().substring(4));
            return graph;
        });
        assertRefused(": tensor 'block1.weight' claims shape [6, 5] but holds 29 values");
    }

    @Test
    void shouldRefuseAWeightThatIsNotFinite() throws IOException {
        rewrite(graph -> {
            OnnxMl.TensorProto.Builder bias = graph.getInitializerBuilder(1).clearRawData();
            bias.addAllFloatData(List.of(1f, 2f, Float.NaN, 4f, 5f));
            return graph;
        });
        assertRefused(": tensor 'block1.bias' holds NaN; allowed: finite numbers");
    }

    @Test
    void shouldReadTransposedWeightsAsPyTorchExportsThem() throws IOException {
        OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder();
        graph.addInput(OnnxMl.ValueInfoProto.newBuilder().setName("x").setType(OnnxMl.TypeProto.newBuilder()
                .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(1).setShape(OnnxMl.TensorShapeProto.newBuilder()
                        .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
                        .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(3))))));
        graph.addInitializer(OnnxMl.TensorProto.newBuilder().setName("0.weight").setDataType(1).addDims(2).addDims(3)
                .addAllFloatData(List.of(1f, 2f, 3f, 4f, 5f, 6f)));
        graph.addNode(OnnxMl.NodeProto.newBuilder().setOpType("Gemm").addInput("x").addInput("0.weight").addOutput("y")
                .addAttribute(OnnxMl.AttributeProto.newBuilder().setName("transB").setI(1)));
        graph.addOutput(OnnxMl.ValueInfoProto.newBuilder().setName("y"));
        Files.write(file, OnnxMl.ModelProto.newBuilder().setIrVersion(8).setGraph(graph)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(13)).build().toByteArray());
        Model model = ModelFile.read(file);
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, model.parameters().values().get("0.weight"));
        assertArrayEquals(new float[2], model.parameters().values().get("0.bias"));
    }

    private void rewrite(UnaryOperator<OnnxMl.GraphProto.Builder> change) throws IOException {
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        change.apply(model.getGraphBuilder());
        Files.write(file, model.build().toByteArray());
    }

    private String refusal() {
        return assertThrows(ModelException.class, () -> ModelFile.read(file)).getMessage();
    }

    private void assertRefused(String expected) {
        assertEquals(file + expected, refusal());
    }
}
