package io.edgedfa.onnx.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.onnx.ModelException;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.OnnxGraphs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights in another file than the model: in its folder, whole, and nowhere else. */
class ExternalDataTest {
    @TempDir
    Path outside;

    private Path folder;
    private Path file;

    @BeforeEach
    void writeWeights() throws IOException {
        folder = Files.createDirectories(outside.resolve("model"));
        file = folder.resolve("model.onnx");
        ByteBuffer weights = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 10; i++) {
            weights.putFloat(i);
        }
        Files.write(folder.resolve("weights.bin"), weights.array());
        Files.write(outside.resolve("secret.bin"), weights.array());
    }

    private void write(Consumer<OnnxMl.GraphProto.Builder> change) throws IOException {
        OnnxGraphs graph = new OnnxGraphs(13, 3);
        graph.then("MatMul", "y", graph.floats("w", 3, 2));
        OnnxMl.ModelProto.Builder model = graph.build().toBuilder();
        change.accept(model.getGraphBuilder());
        Files.write(file, model.build().toByteArray());
    }

    private static void external(OnnxMl.TensorProto.Builder tensor, Map<String, String> entries) {
        tensor.clearRawData().setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL);
        entries.forEach((key, value) -> tensor.addExternalDataBuilder().setKey(key).setValue(value));
    }

    private void write(Map<String, String> entries) throws IOException {
        write(graph -> external(graph.getInitializerBuilder(0), entries));
    }

    private String refusal() {
        String message = assertThrows(ModelException.class, () -> ModelFile.read(file)).getMessage();
        return message.substring((file + ": ").length());
    }

    @Test
    void shouldReadValuesAtTheirPlace() throws IOException {
        write(Map.of("location", "weights.bin", "offset", "8", "length", "24"));
        assertArrayEquals(new float[] {2, 3, 4, 5, 6, 7}, ModelFile.read(file).parameters().values().get("block1.weight"));
    }

    @ParameterizedTest
    @CsvSource({"../secret.bin", "/etc/passwd", "sub/../../secret.bin", "link.bin", "''", ".", "missing.bin"})
    void shouldRefuseWhatIsNotInTheModelsFolder(String location) throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), outside.resolve("secret.bin"));
        write(Map.of("location", location, "length", "24"));
        assertEquals("external data of tensor 'w' is in '" + location + "'; allowed: a file in the model's folder", refusal());
    }

    @ParameterizedTest
    @CsvSource({"20, 24", "41, 0", "0, 2147483648", "9223372036854775, 1", "0, 999999999999999999"})
    void shouldRefuseMoreThanTheFileHas(String offset, String length) throws IOException {
        write(Map.of("location", "weights.bin", "offset", offset, "length", length));
        assertEquals("external data of tensor 'w' is at " + offset + " to " + offset + " + " + length + " of 'weights.bin', which has 40 bytes",
                refusal());
    }

    @ParameterizedTest
    @CsvSource({"-1", "1e3", "99999999999999999999"})
    void shouldRefuseAnOffsetThatIsNoNumberOfBytes(String offset) throws IOException {
        write(Map.of("location", "weights.bin", "offset", offset));
        assertEquals("external data of tensor 'w' has offset '" + offset + "'; allowed: a number of bytes", refusal());
    }

    @Test
    void shouldRefuseAShapeThatTheValuesDoNotFill() throws IOException {
        write(Map.of("location", "weights.bin", "length", "20"));
        assertEquals("tensor 'w' claims shape [3, 2] but holds 5 values", refusal());
    }

    @Test
    void shouldRefuseMoreThanAModelMayHave() throws IOException {
        try (var large = new java.io.RandomAccessFile(folder.resolve("large.bin").toFile(), "rw")) {
            large.setLength(OnnxFile.MAX_BYTES + 1);
        }
        write(Map.of("location", "large.bin"));
        assertEquals("external data of tensor 'w' has 536870913 bytes; allowed: 536870912 for the whole model", refusal());
    }

    /** ONNX Runtime would look for it wherever the process runs. */
    @Test
    void shouldRefuseExternalDataInsideNodes() throws IOException {
        write(graph -> {
            OnnxMl.TensorProto.Builder value = OnnxMl.TensorProto.newBuilder().setDataType(1).addDims(6);
            external(value, Map.of("location", "weights.bin"));
            OnnxMl.GraphProto.Builder inner = OnnxMl.GraphProto.newBuilder().addInitializer(value);
            graph.addNodeBuilder().setName("deep").setOpType("If").addOutput("z")
                    .addAttributeBuilder().setName("then_branch").setG(inner);
        });
        assertEquals("node 'deep' (If) has external data; allowed: for initializers of the main graph", refusal());
    }
}
