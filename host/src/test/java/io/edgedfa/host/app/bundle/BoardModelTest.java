package io.edgedfa.host.app.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.config.BoardProfile;
import io.edgedfa.graph.Shape;
import io.edgedfa.host.bundle.Control;
import io.edgedfa.host.bundle.InstallerArchive;
import io.edgedfa.host.bundle.Tree;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardModelTest {
    private static final Path DIGITS = Path.of("..", "models", "digits-fc2-128.onnx");
    private static final String PLACE = "edge-dfa-device_1_arm64/files/usr/share/edge-dfa-device/";

    @TempDir
    private Path folder;

    /** What the model adds to a package, by name. */
    private static Map<String, byte[]> added(BoardModel model) throws IOException {
        Tree tree = new Tree();
        model.addTo(tree);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new InstallerArchive(new Control("1", "arm64", List.of()), tree, Instant.EPOCH).write(bytes);
        Map<String, byte[]> files = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().startsWith(PLACE) && !entry.isDirectory()) {
                    files.put(entry.getName().substring(PLACE.length()), tar.readAllBytes());
                }
            }
        }
        return files;
    }

    private Contents board(String profile) throws IOException {
        Path file = Files.writeString(folder.resolve("own.toml"), profile);
        return Contents.of(BoardProfile.read(file), null, "", URI.create("tcp://h:1883"), null, "edgedfa");
    }

    private Path small() throws IOException {
        Network network = new Network(Shape.of(4), List.of(new Block("head", new Dense(4, 3), List.of())));
        Path file = folder.resolve("small.onnx");
        ModelFile.write(file, new Model("small", 1, network, InitialWeights.KAIMING.draw(network, new Seeds(1).weights()), Provenance.now(Map.of())));
        return file;
    }

    @Test
    void shouldRefuseAModelThatTheDrawnDigitsDoNotFitUnlessTheProfileHasASource() throws IOException {
        BoardModel model = new BoardModel(small(), "");
        ConfigException refusal = assertThrows(ConfigException.class, () -> model.check(board("")));
        assertTrue(refusal.getMessage().contains("small.onnx: takes 4 values and has 3 classes"), refusal.getMessage());
        model.check(board("[source]\ntype = \"csv\"\npath = \"-\"\n"));
    }

    @Test
    void shouldBringTheHeldOutSetBesideTheModelUnderTheNameThatTheBoardLooksFor() throws IOException {
        Path file = small();
        assertEquals(List.of("model.onnx"), List.copyOf(added(new BoardModel(file, "")).keySet()));
        Path images = Files.createDirectories(folder.resolve("small-held-out/cat"));
        Files.writeString(images.resolve("1.png"), "png");
        assertEquals(List.of("model-held-out/cat/1.png", "model.onnx"), List.copyOf(added(new BoardModel(file, "")).keySet()));
        Files.writeString(folder.resolve("small-held-out.csv"), "0,0,0,0,0\n");
        assertEquals(List.of("model-held-out.csv", "model.onnx"), List.copyOf(added(new BoardModel(file, "")).keySet()));
    }

    @Test
    void shouldBringTheFileAsItIs() throws IOException {
        assertArrayEquals(Files.readAllBytes(DIGITS), added(new BoardModel(DIGITS, "")).get("model.onnx"));
    }

    @Test
    void shouldTakeWeightsThatLieInAnotherFileIntoTheModel() throws IOException {
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(DIGITS)).toBuilder();
        OnnxMl.TensorProto.Builder weights = model.getGraphBuilder().getInitializerBuilder(0);
        byte[] values = weights.getRawData().toByteArray();
        Files.write(folder.resolve("weights.bin"), values);
        weights.clearRawData().setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalDataBuilder().setKey("location").setValue("weights.bin");
        Path file = Files.write(folder.resolve("outside.onnx"), model.build().toByteArray());
        Path alone = Files.write(Files.createDirectories(folder.resolve("board")).resolve("model.onnx"), added(new BoardModel(file, "")).get("model.onnx"));
        assertEquals(784, ModelFile.read(alone).network().inputs());
        assertArrayEquals(values, OnnxMl.ModelProto.parseFrom(Files.readAllBytes(alone)).getGraph().getInitializer(0).getRawData().toByteArray());
    }
}
