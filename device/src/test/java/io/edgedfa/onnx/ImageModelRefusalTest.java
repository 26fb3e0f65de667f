package io.edgedfa.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of images that cannot be used: one line with the node, what is wrong and what is allowed. */
class ImageModelRefusalTest {
    @TempDir
    Path folder;

    private OnnxMl.ModelProto.Builder model(String name) throws IOException {
        Network network = ImageModels.network(name);
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, new Model("eye", 1, network, InitialWeights.FRAMEWORK.draw(network, new Random(3)), Provenance.now(Map.of())));
        return OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    }

    private String refusal(OnnxMl.ModelProto.Builder model) throws IOException {
        Path file = folder.resolve("changed.onnx");
        Files.write(file, model.build().toByteArray());
        String message = assertThrows(ModelException.class, () -> ModelFile.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertFalse(message.contains("\n"), message);
        return message.substring((file + ": ").length());
    }

    /** The refusal after a change of the first node of a type. */
    private String refusal(String name, String type, Consumer<OnnxMl.NodeProto.Builder> change) throws IOException {
        OnnxMl.ModelProto.Builder model = model(name);
        change.accept(node(model, type));
        return refusal(model);
    }

    private static OnnxMl.NodeProto.Builder node(OnnxMl.ModelProto.Builder model, String type) {
        return model.getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals(type)).findFirst().orElseThrow();
    }

    private static void set(OnnxMl.NodeProto.Builder node, String name, Consumer<OnnxMl.AttributeProto.Builder> value) {
        for (int i = node.getAttributeCount() - 1; i >= 0; i--) {
            if (node.getAttribute(i).getName().equals(name)) {
                node.removeAttribute(i);
            }
        }
        value.accept(node.addAttributeBuilder().setName(name));
    }

    private static void set(OnnxMl.NodeProto.Builder node, String name, long... values) {
        set(node, name, attribute -> {
            for (long value : values) {
                attribute.addInts(value);
            }
        });
    }

    @Test
    void shouldRefuseGroupsOfATransposedConvolution() throws IOException {
        assertEquals("node 'ConvTranspose_1' (ConvTranspose) has group 3; allowed: group 1",
                refusal("transposed", "ConvTranspose", node -> set(node, "group", a -> a.setI(3))));
    }

    @ParameterizedTest
    @CsvSource({"convolution, MaxPool", "convolution, AveragePool", "transposed, ConvTranspose"})
    void shouldRefuseDilations(String name, String type) throws IOException {
        assertEquals("node '" + type + "_1' (" + type + ") has dilations [2, 1]; allowed: [1, 1]",
                refusal(name, type, node -> set(node, "dilations", 2, 1)));
    }

    @Test
    void shouldRefuseAutomaticPaddingThatIsUnknown() throws IOException {
        assertEquals("node 'Conv_1' (Conv) has auto_pad SAME; allowed: NOTSET, VALID, SAME_UPPER, SAME_LOWER",
                refusal("convolution", "Conv", node -> set(node, "auto_pad", a -> a.setS(ByteString.copyFromUtf8("SAME")))));
    }

    @Test
    void shouldRefuseATransposedConvolutionThatChoosesItsPadding() throws IOException {
        assertEquals("node 'ConvTranspose_1' (ConvTranspose) has auto_pad SAME_UPPER; allowed: NOTSET, VALID",
                refusal("transposed", "ConvTranspose", node -> set(node, "auto_pad", a -> a.setS(ByteString.copyFromUtf8("SAME_UPPER")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MaxPool", "AveragePool"})
    void shouldRefuseCeilMode(String type) throws IOException {
        assertEquals("node '" + type + "_1' (" + type + ") has ceil_mode or storage_order set; allowed: 0",
                refusal("convolution", type, node -> set(node, "ceil_mode", a -> a.setI(1))));
    }

    @Test
    void shouldRefuseMeansThatLeaveThePaddingOut() throws IOException {
        assertEquals("node 'AveragePool_1' (AveragePool) leaves the padding out of its means; allowed: count_include_pad 1, or no padding",
                refusal("convolution", "AveragePool", node -> set(node, "count_include_pad", a -> a.setI(0))));
    }

    @Test
    void shouldRefuseBatchNormalizationInTrainingMode() throws IOException {
        assertTrue(refusal("convolution", "BatchNormalization", node -> set(node, "training_mode", a -> a.setI(1)))
                .startsWith("node 'BatchNormalization_1' (BatchNormalization) is in training mode; allowed: statistics that are frozen"));
    }

    @Test
    void shouldRefuseAReshapeThatMixesSamples() throws IOException {
        OnnxMl.ModelProto.Builder model = model("convolution");
        String shape = node(model, "Reshape").getInput(1);
        for (OnnxMl.TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getName().equals(shape)) {
                tensor.clearDims().addDims(3).clearInt64Data().addAllInt64Data(List.of(-1L, 2L, 4L));
            }
        }
        assertTrue(refusal(model).startsWith("node 'Reshape_1' (Reshape) gives shape [-1, 2, 4]; allowed: [batch, values]"));
    }

    @Test
    void shouldRefuseAnInputWhoseSizeIsNotKnown() throws IOException {
        OnnxMl.ModelProto.Builder model = model("convolution");
        model.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilder(2)
                .clearDimValue().setDimParam("height");
        assertEquals("input 'input' has shape [batch, 2, height, 7]; allowed: FLOAT [batch, ...] with all sizes but the batch known, at most"
                + " 16777216 values a sample", refusal(model));
    }

    @Test
    void shouldRefuseAnInputWithOtherChannelsThanTheWeight() throws IOException {
        OnnxMl.ModelProto.Builder model = model("convolution");
        model.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilder(1).setDimValue(5);
        assertEquals("node 'Conv_1' (Conv) does not fit: Conv Conv_1: one.weight [3, 2, 3, 2] takes 2 channels, but its input [1, 5, 11, 7]"
                + " has 5", refusal(model));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 1"})
    void shouldNameTheNodeWhoseStrideIsNone(long down, long right) throws IOException {
        String message = refusal("convolution", "Conv", node -> set(node, "strides", down, right));
        assertTrue(message.startsWith("node 'Conv_1' (Conv) ") && message.contains("has the window 3x2, stride " + down + "x" + right), message);
    }

    @Test
    void shouldNameTheNodeWhosePaddingIsAsLargeAsItsWindow() throws IOException {
        String message = refusal("convolution", "MaxPool", node -> set(node, "pads", 2, 0, 0, 0));
        assertTrue(message.startsWith("node 'MaxPool_1' (MaxPool) ") && message.contains("padding [2, 0, 0, 0]"), message);
    }

    @Test
    void shouldNameTheNodeThatHasTooFewStrides() throws IOException {
        assertEquals("node 'Conv_1' (Conv) has strides [2]; allowed: 2 numbers",
                refusal("convolution", "Conv", node -> set(node, "strides", 2)));
    }

    @Test
    void shouldRefuseAnOutputShapeBecauseItChoosesThePadding() throws IOException {
        assertEquals("node 'ConvTranspose_1' (ConvTranspose) has an output_shape, which sets its padding; allowed: pads and output_padding",
                refusal("transposed", "ConvTranspose", node -> set(node, "output_shape", 6, 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Conv", "Reshape", "Gemm", "BatchNormalization"})
    void shouldNameTheNodeThatLacksItsInputs(String type) throws IOException {
        String message = refusal("convolution", type, node -> {
            String first = node.getInput(0);
            node.clearInput().addInput(first);
        });
        assertTrue(message.startsWith("node '" + type + "_1' (" + type + ") "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MatMul", "Mul"})
    void shouldNameTheNodeThatLacksItsSecondInput(String type) throws IOException {
        String message = refusal("convolution", "Gemm", node -> {
            String first = node.getInput(0);
            node.clearInput().addInput(first).setOpType(type);
        });
        assertTrue(message.startsWith("node 'Gemm_1' (" + type + ") has no second input"), message);
    }
}
