package io.edgedfa.host.app.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.graph.Shape;
import io.edgedfa.host.app.Main;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Relu;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class HeadCommandTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();
    private Path body;
    private Path output;

    @BeforeEach
    void writeBody() throws IOException {
        Network network = new Network(Shape.of(1, 6, 6), List.of(
                new Block("eye", new Convolution(1, 3, 3, 1, 0), List.of(new Relu(), new Flatten())),
                new Block("head", new Dense(48, 10), List.of())));
        body = folder.resolve("body.onnx");
        output = folder.resolve("new/model.onnx");
        ModelFile.write(body, new Model("body", 1, network, InitialWeights.KAIMING.draw(network, new Seeds(1).weights()),
                Provenance.now(Map.of())));
    }

    private int head(String... more) {
        List<String> arguments = new ArrayList<>(List.of("head", "--model", body.toString(), "-o", output.toString()));
        arguments.addAll(List.of(more));
        CommandLine line = Main.commandLine(Map.of(), folder);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments.toArray(String[]::new));
    }

    private List<String> blocks() {
        return ModelFile.read(output, "", new OrtShapeProbe()).network().blocks().stream()
                .map(block -> block.name() + " " + block.weighted().weightShape()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Reshape_1 | hidden1 [48, 64]; head [64, 5]", "Relu_1 | hidden1 [48, 64]; head [64, 5]"})
    void shouldPutLayersOnAVectorAndOnAnImage(String at, String blocks) {
        assertEquals(0, head("--at", at, "--classes", "5", "--hidden", "64"), err.toString());
        assertEquals(List.of(blocks.split("; ")), blocks());
        assertEquals(Shape.of(1, 6, 6), ModelFile.read(output, "", new OrtShapeProbe()).network().input());
    }

    @Test
    void shouldDrawTheSameWeightsFromTheSameSeed() throws IOException {
        assertEquals(0, head("--at", "Relu_1", "--classes", "5", "--seed", "3"), err.toString());
        byte[] first = Files.readAllBytes(output);
        head("--at", "Relu_1", "--classes", "5", "--seed", "3");
        assertArrayEquals(first, Files.readAllBytes(output));
        head("--at", "Relu_1", "--classes", "5", "--seed", "4");
        assertFalse(Arrays.equals(first, Files.readAllBytes(output)));
    }

    @Test
    void shouldNotTakeANameThatTheBodyHas() {
        assertEquals(0, head("--at", "output", "--classes", "3"), err.toString());
        assertEquals(List.of("new.head [10, 3]"), blocks());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--at nothing --classes 5 | error: BODY: has no node that makes a tensor 'nothing'",
        "--at Relu_1 --classes 1 | error: --classes = 1; allowed: 2 to 65536 (see edge-dfa-host head --help)",
        "--at Relu_1 --classes 5 --hidden 0 | error: --hidden = 0; allowed: 1 to 65536 (see edge-dfa-host head --help)",
        "--at Relu_1 --classes 5 --activation step | error: --activation 'step' is unknown; allowed: ",
        "--at Relu_1 --classes 5 --init luck | error: --init 'luck' is unknown; allowed: "})
    void shouldRefuseInOneLine(String arguments, String expected) {
        assertEquals(2, head(arguments.split(" ")));
        assertTrue(err.toString().startsWith(expected.replace("BODY", body.toString())), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertFalse(Files.exists(output));
    }

    @Test
    void shouldSayWhenTheModelIsNotThere() throws IOException {
        Files.delete(body);
        assertEquals(2, head("--at", "Relu_1", "--classes", "5"));
        assertEquals("error: " + body + ": does not exist; allowed: an ONNX file", err.toString().strip());
    }
}
