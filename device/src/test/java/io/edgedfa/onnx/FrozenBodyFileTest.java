package io.edgedfa.onnx;

import static io.edgedfa.onnx.OnnxGraphs.integers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Seeds;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning on top of foreign nodes: in any opset, whatever the nodes are and are called. */
class FrozenBodyFileTest {
    private static final int BATCH = 4;

    @TempDir
    Path folder;

    /** Image normalisation and an operator that cannot learn, then a convolution and two dense layers. */
    private static OnnxGraphs network(int opset) {
        OnnxGraphs graph = new OnnxGraphs(opset, 2, 8, 6);
        graph.then("Mul", "scaled", graph.scalar("factor", 2));
        graph.then("Erf", "body");
        graph.then("Conv", "c", graph.floats("c.weight", 3, 2, 3, 3), graph.floats("c.bias", 3)).addAttribute(integers("pads", 1, 1, 1, 1));
        graph.then("Tanh", "t");
        graph.then("MaxPool", "p").addAttribute(integers("kernel_shape", 2, 2)).addAttribute(integers("strides", 2, 2));
        graph.then("Flatten", "f");
        graph.then("Gemm", "d", graph.floats("d.weight", 36, 5), graph.floats("d.bias", 5));
        graph.then("Relu", "r");
        graph.then("Gemm", "scores", graph.floats("e.weight", 5, 3), graph.floats("e.bias", 3));
        return graph;
    }

    private Model read(OnnxMl.ModelProto foreign, String trainableFrom) throws IOException {
        Path file = folder.resolve("foreign.onnx");
        Files.write(file, foreign.toByteArray());
        return ModelFile.read(file, trainableFrom, new OrtShapeProbe());
    }

    /** Losses of some steps, and the angles of the last. */
    private static float[] losses(Model model, String rule, String optimizer) {
        Graph step = TrainingStep.of(model.network(), Rules.named(rule, model.network(), new Seeds(3).feedback()), new SoftmaxCrossEntropy(),
                Optimizer.named(optimizer), BATCH, 0, !rule.equals("bp"));
        State state = new State(step.state());
        state.set(model.parameters().values());
        List<Float> losses = new ArrayList<>();
        try (Engine engine = Engines.open("ort", 1); Program program = engine.compile(step, state)) {
            program.floats(TrainingStep.LEARNING_RATE).put(0, 0.05f);
            Random random = new Random(11);
            FloatBuffer features = program.floats(TrainingStep.FEATURES);
            for (int i = 0; i < features.capacity(); i++) {
                features.put(i, random.nextFloat() - 0.5f);
            }
            for (int i = 0; i < BATCH; i++) {
                program.longs(TrainingStep.LABELS).put(i, i % 3);
            }
            for (int i = 0; i < 5; i++) {
                program.run();
                losses.add(program.floats(TrainingStep.LOSS).get(0));
            }
            if (!rule.equals("bp")) {
                losses.add(program.floats("c.angle").get(0));
            }
        }
        float[] values = new float[losses.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = losses.get(i);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21})
    void shouldLearnTheSameInEveryOpset(int opset) throws IOException {
        Model model = read(network(opset).build(), "body");
        Model usual = read(network(OnnxWriter.OPSET).build(), "body");
        for (String rule : List.of("dfa", "bp", "ifa")) {
            for (String optimizer : List.of("sgd", "adam")) {
                float[] expected = losses(usual, rule, optimizer);
                assertTrue(expected[4] < expected[0], rule + " learns nothing with " + optimizer);
                assertArrayEquals(expected, losses(model, rule, optimizer), 1e-6f, rule + " with " + optimizer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 22})
    void shouldRefuseAnOpsetThatWasNeverTried(int opset) {
        String message = assertThrows(ModelException.class, () -> read(network(opset).build(), "body")).getMessage();
        assertTrue(message.endsWith("is written for opset " + opset + " of ai.onnx; allowed: 9 to 21"), message);
    }

    /** Names that the training step's own tensors would have. */
    @Test
    void shouldStepAsideWhenTheBodyHasItsNames() throws IOException {
        OnnxGraphs plain = network(13);
        OnnxMl.ModelProto.Builder foreign = plain.build().toBuilder();
        for (OnnxMl.NodeProto.Builder node : foreign.getGraphBuilder().getNodeBuilderList()) {
            if (node.getOutput(0).equals("scaled")) {
                node.setOutput(0, "Gemm_1").setName("Tanh_1");
            } else if (node.getInput(0).equals("scaled")) {
                node.setInput(0, "Gemm_1").setName("Reshape_1");
            }
        }
        assertArrayEquals(losses(read(plain.build(), "body"), "dfa", "sgd"), losses(read(foreign.build(), "body"), "dfa", "sgd"));
    }

    /** Names that files of this product give to inputs and outputs, here of the input, inside, and where it is cut. */
    @Test
    void shouldLearnAndWriteWhenTheBodyHasTheNamesOfInputsAndOutputs() throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.graph().getInputBuilder(0).setName("labels");
        graph.from("labels").then("Erf", "loss");
        graph.then("Erf", "output");
        graph.then("MatMul", "y", graph.floats("input", 5, 3));
        Model model = read(graph.build(), "");
        float[] losses = losses(model, "bp", "sgd");
        assertNotEquals(losses[0], losses[4]);
        Path back = folder.resolve("back.onnx");
        ModelFile.write(back, model);
        float[] sample = {0.1f, 0.2f, -0.3f, 0.4f, -0.5f};
        long[] one = {1, 5};
        assertArrayEquals(Answers.of(graph.model().build().toByteArray(), "labels", sample, one, "y"),
                Answers.of(Files.readAllBytes(back), "labels", sample, one, "y"), 1e-6f);
        assertEquals(1, ModelFile.read(back, "", new OrtShapeProbe()).network().blocks().size());
    }

    @Test
    void shouldNotTakeABodysNameForABlock() throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.then("Mul", "body", graph.floats("block1.weight", 5));
        graph.then("MatMul", "y", graph.floats("w", 5, 3));
        assertEquals("block2", read(graph.build(), "").network().blocks().get(0).name());
    }

    @Test
    void shouldRunABodyWithGraphsInside() throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.floats("outside", 5);
        graph.node("ReduceSum", "total").addInput("x").addAttribute(OnnxGraphs.integer("keepdims", 0));
        graph.node("Greater", "positive").addInput("total").addInput(graph.scalar("zero", 0));
        OnnxMl.NodeProto.Builder choice = graph.node("If", "body").addInput("positive");
        for (String branch : List.of("then_branch", "else_branch")) {
            OnnxMl.GraphProto.Builder inner = OnnxMl.GraphProto.newBuilder().setName(branch);
            inner.addNodeBuilder().setOpType(branch.startsWith("then") ? "Add" : "Sub").addInput("x").addInput("outside").addOutput(branch);
            inner.addOutputBuilder().setName(branch).getTypeBuilder().getTensorTypeBuilder().setElemType(1);
            choice.addAttributeBuilder().setName(branch).setType(OnnxMl.AttributeProto.AttributeType.GRAPH).setG(inner);
        }
        graph.from("body").then("MatMul", "y", graph.floats("w", 5, 3));
        float[] losses = losses(read(graph.build(), ""), "bp", "sgd");
        assertNotEquals(losses[0], losses[4]);
    }

    @Test
    void shouldSayThatOverlappingPoolingNeedsANewerOpset() throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 2, 8, 6);
        graph.then("Erf", "body");
        graph.then("Conv", "c", graph.floats("c.weight", 3, 2, 3, 3));
        graph.then("MaxPool", "p").addAttribute(integers("kernel_shape", 3, 3)).addAttribute(integers("strides", 2, 2));
        graph.then("Flatten", "f");
        graph.then("Gemm", "y", graph.floats("w", 6, 3));
        Model model = read(graph.build(), "body");
        String message = assertThrows(EngineException.class, () -> losses(model, "bp", "sgd")).getMessage();
        assertEquals("a max-pooling whose windows overlap learns only in files of opset 16 and newer; this one is of opset 13", message);
    }

    @Test
    void shouldRefuseABodyWithAFixedBatch() {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.then("Reshape", "body", graph.longs("shape", 1, -1));
        graph.then("MatMul", "y", graph.floats("w", 5, 3));
        String message = assertThrows(ModelException.class, () -> read(graph.build(), "")).getMessage();
        assertTrue(message.endsWith("tensor 'body' has shape [1, 10] for a batch of 2 and [1, 15] for a batch of 3; allowed: [batch, ...], so"
                + " a file exported with a dynamic batch size"), message);
    }

    @Test
    void shouldSayWhatOnnxRuntimeSaysOfABodyThatItCannotRun() {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.then("Unheard", "body").setDomain("of.some.one");
        graph.model().addOpsetImportBuilder().setDomain("of.some.one").setVersion(1);
        graph.then("MatMul", "y", graph.floats("w", 5, 3));
        String message = assertThrows(ModelException.class, () -> read(graph.build(), "")).getMessage();
        assertTrue(message.contains("ONNX Runtime cannot run it: ") && message.contains("Unheard"), message);
        assertEquals(-1, message.indexOf('\n'), message);
    }

    @Test
    void shouldSayThatTheOtherEngineCannotRunABody() throws IOException {
        Model model = read(network(13).build(), "body");
        Graph graph = model.network().inference(1);
        try (Engine engine = Engines.open("nd4j", 1)) {
            String message = assertThrows(EngineException.class, () -> engine.compile(graph, new State(graph.state()))).getMessage();
            assertEquals("engine nd4j cannot run the frozen body of a model, whose nodes are ONNX Runtime's; allowed: engine ort, or"
                    + " trainable-from = the name of the model's input, so that nothing is frozen", message);
        }
    }
}
