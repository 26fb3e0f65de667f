package io.edgedfa.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.network.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a real exporter: what is read, and what is written back. */
class ExportedModelsTest {
    private static final float CLOSE = 1e-5f;

    @TempDir
    Path folder;

    private static Model read(String name, String trainableFrom) {
        return ModelFile.read(ExportedModels.file(name), trainableFrom, new OrtShapeProbe());
    }

    private static String blocks(Model model) {
        return model.network().blocks().stream().map(Block::name).collect(Collectors.joining(" "));
    }

    private static float[] answers(Path file, String name) throws Exception {
        return Answers.of(Files.readAllBytes(file), "image", ExportedModels.images(name), new long[] {ExportedModels.IMAGES, 1, 28, 28},
                "scores");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mlp       |                          | 1 4 6",
        "lenet     |                          | 7 9 11",
        "resnet    |                          | 8",
        "mobilenet |                          | 12",
        "mlp       | /4/Gemm                  | 4 6",
        "mlp       | image                    | 1 4 6",
        "lenet     | image                    | 0 3 7 9 11",
        "lenet     | /2/AveragePool_output_0  | 3 7 9 11",
        "resnet    | /4/Relu_1_output_0       | 5.conv1 5.conv2 5.skip.0 8",
        "resnet    | image                    | 0 3.conv1 3.conv2 4.conv1 4.conv2 4.skip.0 5.conv1 5.conv2 5.skip.0 8",
        "mobilenet | image                    | 0 3.layers.0 3.layers.3 3.layers.6 4.layers.0 4.layers.3 4.layers.6 5.layers.0"
                + " 5.layers.3 5.layers.6 6 12"})
    void shouldAnswerLikeTheExporterWhenReadAndWrittenBack(String name, String trainableFrom, String blocks) throws Exception {
        Model model = read(name, trainableFrom == null ? "" : trainableFrom);
        assertEquals(blocks, blocks(model));
        Path file = folder.resolve("back.onnx");
        ModelFile.write(file, model);
        assertArrayEquals(ExportedModels.answers(name), answers(file, name), CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"lenet, ''", "resnet, /4/Relu_1_output_0", "mobilenet, ''"})
    void shouldKeepTheBodyByteForByteWhenWrittenBack(String name, String from) throws Exception {
        Path file = folder.resolve("back.onnx");
        ModelFile.write(file, read(name, from));
        OnnxMl.GraphProto before = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(ExportedModels.file(name))).getGraph();
        OnnxMl.ModelProto back = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file));
        String cut = back.getMetadataPropsList().stream().filter(entry -> entry.getKey().equals("edgedfa.trainable_from"))
                .findFirst().orElseThrow().getValue();
        Set<ByteString> nodes = back.getGraph().getNodeList().stream().map(OnnxMl.NodeProto::toByteString).collect(Collectors.toSet());
        Set<ByteString> tensors = back.getGraph().getInitializerList().stream().map(OnnxMl.TensorProto::toByteString).collect(Collectors.toSet());
        Set<String> wanted = new HashSet<>(Set.of(cut));
        int body = 0;
        for (int i = before.getNodeCount() - 1; i >= 0; i--) {
            OnnxMl.NodeProto node = before.getNode(i);
            if (node.getOutputList().stream().anyMatch(wanted::contains)) {
                assertTrue(nodes.contains(node.toByteString()), node.getName());
                wanted.addAll(node.getInputList());
                body++;
            }
        }
        assertTrue(body > 4, "a body of " + body);
        before.getInitializerList().stream().filter(tensor -> wanted.contains(tensor.getName()))
                .forEach(tensor -> assertTrue(tensors.contains(tensor.toByteString()), tensor.getName()));
    }

    @Test
    void shouldLearnFromTheSamePlaceWhenReadAgain() throws Exception {
        Path file = folder.resolve("back.onnx");
        ModelFile.write(file, read("lenet", "/8/Tanh_output_0"));
        assertEquals("9 11", blocks(ModelFile.read(file, "", new OrtShapeProbe())));
    }
}
