package io.edgedfa.onnx.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.onnx.ModelException;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.OnnxGraphs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are whole but claim what cannot be: one line each, before anything of that size is made. */
class HostileGraphTest {
    @TempDir
    Path folder;

    /** x [n, 3] - MatMul a - MatMul y. */
    private String refusal(Consumer<OnnxMl.GraphProto.Builder> change) throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 3);
        graph.then("MatMul", "a", graph.floats("w1", 3, 4));
        graph.then("MatMul", "y", graph.floats("w2", 4, 2));
        OnnxMl.ModelProto.Builder model = graph.build().toBuilder();
        change.accept(model.getGraphBuilder());
        return refusal(model.build().toByteArray());
    }

    private String refusal(byte[] bytes) throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.write(file, bytes);
        String message = assertThrows(ModelException.class, () -> ModelFile.read(file, "", new OrtShapeProbe())).getMessage();
        assertEquals(-1, message.indexOf('\n'), message);
        return message.substring((file + ": ").length());
    }

    @Test
    void shouldRefuseACycle() throws IOException {
        assertEquals("node 'a-node' (MatMul) reads 'y', which no node before it makes",
                refusal(graph -> graph.getNodeBuilder(0).setInput(0, "y")));
    }

    @Test
    void shouldRefuseATensorThatIsMissing() throws IOException {
        assertEquals("node 'y-node' (MatMul) reads 'nothing', which no node before it makes",
                refusal(graph -> graph.getNodeBuilder(1).setInput(1, "nothing")));
        assertEquals("has output 'nothing', which does not depend on its input",
                refusal(graph -> graph.getOutputBuilder(0).setName("nothing")));
    }

    @Test
    void shouldRefuseATensorThatIsMadeTwice() throws IOException {
        assertEquals("node 'y-node' (MatMul) makes 'a', which is there already", refusal(graph -> graph.getNodeBuilder(1).setOutput(0, "a")));
        assertEquals("constant 'w1' is there twice", refusal(graph -> graph.addInitializer(graph.getInitializer(0))));
    }

    @Test
    void shouldRefuseAnOutputThatDoesNotDependOnTheInput() throws IOException {
        assertEquals("has output 'w1', which does not depend on its input", refusal(graph -> graph.getOutputBuilder(0).setName("w1")));
    }

    @Test
    void shouldRefuseAnOutputThatIsTheInput() throws IOException {
        assertEquals("has its input 'x' as output; allowed: what a node makes", refusal(graph -> graph.getOutputBuilder(0).setName("x")));
    }

    @Test
    void shouldRefuseTwoInputsAndNone() throws IOException {
        assertEquals("has 2 inputs [x, z]; allowed: one", refusal(graph -> graph.addInputBuilder().setName("z")));
        assertEquals("has 0 inputs []; allowed: one", refusal(OnnxMl.GraphProto.Builder::clearInput));
    }

    @ParameterizedTest
    @CsvSource({"2147483647, 2147483647", "536870912, 1", "-1, -12", "0, 4", "4611686018427387904, 4"})
    void shouldRefuseAWeightThatClaimsMoreThanItHolds(long rows, long columns) throws IOException {
        assertEquals("tensor 'w1' claims shape [" + rows + ", " + columns + "] but holds 12 values",
                refusal(graph -> graph.getInitializerBuilder(0).setDims(0, rows).setDims(1, columns)));
    }

    @ParameterizedTest
    @ValueSource(longs = {2_147_483_647L, 1L << 40, -5, 0, 4})
    void shouldRefuseAnInputThatClaimsAnotherSize(long size) throws IOException {
        assertEquals("input 'x' has shape [n, " + size + "]; allowed: [batch, 3]", refusal(graph -> graph.getInputBuilder(0).getTypeBuilder()
                .getTensorTypeBuilder().getShapeBuilder().getDimBuilder(1).setDimValue(size)));
    }

    @Test
    void shouldRefuseABodysInputOfAbsurdSize() throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 1L << 20, 1L << 20);
        graph.then("Erf", "e");
        graph.then("MatMul", "y", graph.floats("w", 3, 2));
        assertEquals("input 'x' has shape [n, 1048576, 1048576]; allowed: FLOAT [batch, ...] with all sizes but the batch known, at most"
                + " 16777216 values a sample", refusal(graph.build().toByteArray()));
    }

    @ParameterizedTest
    @CsvSource({"kernel_shape, 2147483647", "strides, 9223372036854775807", "dilations, 4097"})
    void shouldRefuseAConvolutionOfAbsurdSize(String attribute, long value) throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 1, 8, 8);
        graph.then("Conv", "c", graph.floats("w", 2, 1, 3, 3)).addAttribute(OnnxGraphs.integers(attribute, value, value));
        Path file = folder.resolve("model.onnx");
        Files.write(file, graph.build().toByteArray());
        String message = assertThrows(ModelException.class, () -> ModelFile.read(file)).getMessage();
        assertTrue(message.contains("node 'c-node' (Conv) has a kernel of ") && message.contains("up to 4096"), message);
    }

    @ParameterizedTest
    @CsvSource({"strides, 0", "strides, -1", "dilations, 0"})
    void shouldRefuseAConvolutionThatChoosesItsPaddingForNoStride(String attribute, long value) throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 1, 8, 8);
        graph.then("Conv", "c", graph.floats("w", 2, 1, 3, 3)).addAttribute(OnnxGraphs.integers(attribute, value, 1))
                .addAttribute(OnnxGraphs.text("auto_pad", "SAME_UPPER"));
        Path file = folder.resolve("model.onnx");
        Files.write(file, graph.build().toByteArray());
        String message = assertThrows(ModelException.class, () -> ModelFile.read(file)).getMessage();
        assertTrue(message.contains("node 'c-node' (Conv) has strides ") && message.endsWith("allowed: 1 to 4096"), message);
    }

    @Test
    void shouldRefuseMoreNodesThanAnyNetworkHas() throws IOException {
        assertEquals("has 20001 nodes; allowed: at most 20000", refusal(graph -> {
            for (int i = graph.getNodeCount(); i < 20_001; i++) {
                graph.addNodeBuilder().setOpType("Relu").addInput("a").addOutput("r" + i);
            }
        }));
    }

    /** A chain as long as allowed, each of whose tensors is a place to cut: time must not grow with its square. */
    @Test
    void shouldReadALongChainInReasonableTime() throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 3);
        for (int i = 0; i < 19_999; i++) {
            graph.then(i % 2 == 0 ? "Relu" : "Erf", "r" + i);
        }
        graph.then("Relu", "y");
        assertTrue(refusal(graph.build().toByteArray()).startsWith("does not end in a dense layer"));
    }

    /** Two bytes of file each, but a hundred of memory. */
    @Test
    void shouldRefuseAMultitudeOfEmptyFieldsBeforeItMakesThem() throws IOException {
        ByteArrayOutputStream nodes = new ByteArrayOutputStream();
        CodedOutputStream output = CodedOutputStream.newInstance(nodes);
        for (int i = 0; i <= FieldCount.MAX_FIELDS; i++) {
            output.writeMessage(1, OnnxMl.NodeProto.getDefaultInstance());
        }
        output.flush();
        ByteString graph = ByteString.copyFrom(nodes.toByteArray());
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        CodedOutputStream whole = CodedOutputStream.newInstance(model);
        whole.writeBytes(7, graph);
        whole.flush();
        assertEquals("has more than 1000000 fields; allowed: at most so many", refusal(model.toByteArray()));
    }

    @Test
    void shouldRefuseGraphsInGraphsWithoutEnd() throws IOException {
        OnnxMl.GraphProto inner = OnnxMl.GraphProto.getDefaultInstance();
        for (int i = 0; i < 30; i++) {
            inner = OnnxMl.GraphProto.newBuilder().addNode(OnnxMl.NodeProto.newBuilder().setOpType("If")
                    .addAttribute(OnnxMl.AttributeProto.newBuilder().setName("then_branch").setG(inner))).build();
        }
        OnnxMl.GraphProto deep = inner;
        assertEquals("has graphs in graphs more than 50 messages deep", refusal(graph -> graph.addNode(deep.getNode(0))));
    }
}
