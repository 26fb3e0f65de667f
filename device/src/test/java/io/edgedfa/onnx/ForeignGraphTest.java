package io.edgedfa.onnx;

import static io.edgedfa.onnx.OnnxGraphs.integer;
import static io.edgedfa.onnx.OnnxGraphs.integers;
import static io.edgedfa.onnx.OnnxGraphs.real;
import static io.edgedfa.onnx.OnnxGraphs.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs as other exporters write them: read as networks all of which learn and written back, they answer the same. */
class ForeignGraphTest {
    private static final int BATCH = 3;
    private static final float CLOSE = 2e-6f;

    @TempDir
    Path folder;

    /** Reads, writes and compares in bare sessions. @return the model as it was read */
    private Model same(OnnxMl.ModelProto foreign) throws Exception {
        Path before = folder.resolve("before.onnx");
        Files.write(before, foreign.toByteArray());
        Model model = ModelFile.read(before);
        Path after = folder.resolve("after.onnx");
        ModelFile.write(after, model);
        long[] shape = model.network().input().ofBatch(BATCH).toLongs();
        float[] values = new float[BATCH * model.network().inputs()];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = 4 * random.nextFloat() - 2;
        }
        String output = foreign.getGraph().getOutput(0).getName();
        float[] expected = Answers.of(Files.readAllBytes(before), "x", values, shape, output);
        assertTrue(spread(expected) > 0.01, "the answers differ too little to tell networks apart");
        assertArrayEquals(expected, Answers.of(Files.readAllBytes(after), "x", values, shape, output), CLOSE);
        return model;
    }

    private static float spread(float[] values) {
        float low = values[0];
        float high = values[0];
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return high - low;
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, true", "1, 1, 1, true", "1, 0.5, 2, true", "0, -2, 0.25, true", "1, 1, 1, false", "0, 3, 1, false"})
    void shouldReadEveryFormOfGemm(int transB, float alpha, float beta, boolean bias) throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.floats("w", transB == 1 ? new long[] {4, 5} : new long[] {5, 4});
        OnnxMl.NodeProto.Builder gemm = graph.then("Gemm", "y", "w");
        gemm.addAttribute(integer("transB", transB)).addAttribute(real("alpha", alpha)).addAttribute(real("beta", beta));
        if (bias) {
            gemm.addInput(graph.floats("b", 4));
        }
        same(graph.build());
    }

    @Test
    void shouldReadABiasThatIsOneNumberForAll() throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.then("Gemm", "y", graph.floats("w", 5, 4), graph.scalar("b", 0.75f));
        same(graph.build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadMatMulAndAddInEitherOrder(boolean biasFirst) throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.then("MatMul", "product", graph.floats("w", 5, 4));
        graph.floats("b", 4);
        graph.node("Add", "y").addInput(biasFirst ? "b" : "product").addInput(biasFirst ? "product" : "b");
        same(graph.output("y"));
    }

    @Test
    void shouldReadWeightsFromConstantNodesAndThroughIdentity() throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.floats("stored", 5, 4);
        OnnxMl.TensorProto value = graph.graph().getInitializer(0);
        graph.graph().clearInitializer();
        graph.node("Constant", "constant").addAttribute(OnnxMl.AttributeProto.newBuilder().setName("value")
                .setType(OnnxMl.AttributeProto.AttributeType.TENSOR).setT(value));
        graph.node("Identity", "shared").addInput("constant");
        graph.then("MatMul", "y", "shared");
        same(graph.build());
    }

    @ParameterizedTest
    @CsvSource({"NOTSET, 1 1 1 1, 1 1", "SAME_UPPER, , 1 1", "SAME_LOWER, , 1 1", "SAME_UPPER, , 2 3", "SAME_LOWER, , 2 2", "VALID, , 2 1"})
    void shouldReadEveryPaddingOfConvolutionAndPooling(String automatic, String pads, String strides) throws Exception {
        OnnxGraphs graph = new OnnxGraphs(11, 2, 9, 8);
        OnnxMl.NodeProto.Builder conv = graph.then("Conv", "c", graph.floats("w", 4, 2, 3, 4), graph.floats("b", 4));
        conv.addAttribute(text("auto_pad", automatic)).addAttribute(integers("strides", numbers(strides)));
        if (pads != null) {
            conv.addAttribute(integers("pads", numbers(pads)));
        }
        graph.then("MaxPool", "p").addAttribute(integers("kernel_shape", 2, 3)).addAttribute(text("auto_pad", automatic));
        graph.then("Flatten", "flat");
        dense(graph, 4);
        same(graph.build());
    }

    private static long[] numbers(String text) {
        return Arrays.stream(text.trim().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    /** A dense layer on whatever is there, its size found out by trying. */
    private static void dense(OnnxGraphs graph, int units) throws Exception {
        OnnxMl.ModelProto sofar = graph.model().build().toBuilder()
                .setGraph(graph.graph().build().toBuilder().clearOutput().addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(graph.last())
                        .setType(OnnxMl.TypeProto.newBuilder().setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(1))))).build();
        long[] input = graph.graph().getInput(0).getType().getTensorType().getShape().getDimList().stream()
                .mapToLong(size -> Math.max(1, size.getDimValue())).toArray();
        float[] values = new float[(int) Arrays.stream(input).reduce(1, (a, b) -> a * b)];
        int inputs = Answers.of(sofar.toByteArray(), "x", values, input, graph.last()).length;
        graph.then("Gemm", "scores", graph.floats("head.weight", inputs, units), graph.floats("head.bias", units));
    }

    @ParameterizedTest
    @CsvSource({"1, 1 1", "2, 1 1", "6, 1 1", "3, 2 1", "1, 2 3", "6, 1 2"})
    void shouldReadGroupsAndDilations(int groups, String dilations) throws Exception {
        OnnxGraphs graph = new OnnxGraphs(11, 6, 11, 9);
        graph.then("Conv", "c", graph.floats("w", 12, 6 / groups, 3, 2)).addAttribute(integer("group", groups))
                .addAttribute(integers("dilations", numbers(dilations)));
        graph.then("Relu", "r");
        graph.then("Flatten", "flat");
        dense(graph, 4);
        same(graph.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Relu", "LeakyRelu", "Sigmoid", "Tanh", "HardSwish"})
    void shouldReadActivations(String type) throws Exception {
        OnnxGraphs graph = new OnnxGraphs(16, 5);
        graph.then("MatMul", "a", graph.floats("w1", 5, 7));
        graph.then(type, "h");
        graph.then("MatMul", "y", graph.floats("w2", 7, 3));
        same(graph.build());
    }

    @ParameterizedTest
    @CsvSource({"9, -0.25, 0.5", "11, -0.25, 0.5", "13, 0, 6", "9, , 0.25", "13, -0.125, ", "13, , 0.25"})
    void shouldReadClipByAttributesAndByInputs(int opset, Float min, Float max) throws Exception {
        OnnxGraphs graph = new OnnxGraphs(opset, 5);
        graph.then("MatMul", "a", graph.floats("w1", 5, 7));
        OnnxMl.NodeProto.Builder clip = graph.then("Clip", "h");
        if (opset < 11) {
            Optional.ofNullable(min).ifPresent(value -> clip.addAttribute(real("min", value)));
            Optional.ofNullable(max).ifPresent(value -> clip.addAttribute(real("max", value)));
        } else {
            clip.addInput(min == null ? "" : graph.scalar("min", min));
            if (max != null) {
                clip.addInput(graph.scalar("max", max));
            }
        }
        graph.then("MatMul", "y", graph.floats("w2", 7, 3));
        same(graph.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GlobalAveragePool", "GlobalMaxPool", "ReduceMean", "ReduceMean without axes"})
    void shouldReadPoolingOfTheWholeImage(String type) throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 2, 7, 5);
        graph.then("Conv", "c", graph.floats("w", 4, 2, 3, 3));
        boolean flat = type.endsWith("axes");
        OnnxMl.NodeProto.Builder pool = graph.then(flat ? "ReduceMean" : type, "p");
        if (type.startsWith("ReduceMean")) {
            pool.addAttribute(integers("axes", flat ? new long[] {2, 3} : new long[] {-2, -1})).addAttribute(integer("keepdims", flat ? 0 : 1));
        }
        if (!flat) {
            graph.then("Squeeze", "s", graph.longs("axes", 2, 3));
        }
        dense(graph, 3);
        same(graph.build());
    }

    @Test
    void shouldReadAViewWhoseBatchIsComputed() throws Exception {
        OnnxGraphs graph = new OnnxGraphs(11, 2, 5, 5);
        graph.then("Conv", "c", graph.floats("w", 3, 2, 3, 3));
        graph.node("Shape", "shape").addInput("c");
        graph.node("Gather", "batch").addInput("shape").addInput(graph.longs("zero", 0)).addAttribute(integer("axis", 0));
        graph.node("Concat", "sizes").addInput("batch").addInput(graph.longs("rest", -1)).addAttribute(integer("axis", 0));
        graph.then("Reshape", "flat", "sizes");
        dense(graph, 3);
        same(graph.build());
    }

    @Test
    void shouldReadWhatDoesNothing() throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 2, 6, 6);
        graph.then("Conv", "c", graph.floats("w", 3, 2, 3, 3));
        graph.then("Dropout", "d");
        graph.then("Pad", "p", graph.longs("pads", 0, 0, 0, 0, 0, 0, 0, 0));
        graph.then("AveragePool", "a").addAttribute(integers("kernel_shape", 2, 2)).addAttribute(integers("strides", 2, 2));
        graph.then("Identity", "i");
        graph.then("Flatten", "flat");
        dense(graph, 3);
        same(graph.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Softmax", "LogSoftmax"})
    void shouldKeepWhatComesAfterTheLastLayer(String type) throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.then("Gemm", "a", graph.floats("w", 5, 4), graph.floats("b", 4));
        graph.then(type, "output").addAttribute(integer("axis", 1));
        same(graph.build());
    }

    @Test
    void shouldReadASkipAndAProjection() throws Exception {
        OnnxGraphs graph = new OnnxGraphs(13, 3, 6, 6);
        conv(graph, "one", 3, 3);
        graph.then("Relu", "start");
        conv(graph, "two", 3, 3);
        graph.then("Relu", "r2");
        conv(graph, "three", 3, 3);
        graph.then("Add", "sum1", "start");
        graph.then("Relu", "r3");
        conv(graph, "four", 3, 5);
        graph.from("r3");
        graph.then("Conv", "skip", graph.floats("skip.weight", 5, 3, 1, 1));
        graph.node("Add", "sum2").addInput("four").addInput("skip");
        graph.from("sum2").then("Relu", "r4");
        graph.then("GlobalAveragePool", "g");
        graph.then("Flatten", "flat");
        dense(graph, 3);
        same(graph.build());
    }

    private static void conv(OnnxGraphs graph, String name, int from, int to) {
        graph.then("Conv", name, graph.floats(name + ".weight", to, from, 3, 3), graph.floats(name + ".bias", to))
                .addAttribute(integers("pads", 1, 1, 1, 1));
    }
}
