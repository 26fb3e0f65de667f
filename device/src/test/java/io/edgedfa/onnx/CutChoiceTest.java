package io.edgedfa.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.network.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From where a file learns, by name and by default, and what is said where it cannot. */
class CutChoiceTest {
    @TempDir
    Path folder;

    private Model read(OnnxMl.ModelProto foreign, String trainableFrom) throws IOException {
        Path file = folder.resolve("foreign.onnx");
        Files.write(file, foreign.toByteArray());
        return ModelFile.read(file, trainableFrom, new OrtShapeProbe());
    }

    private List<String> blocks(OnnxMl.ModelProto foreign, String trainableFrom) throws IOException {
        return read(foreign, trainableFrom).network().blocks().stream().map(Block::name).toList();
    }

    private String refusal(OnnxMl.ModelProto foreign, String trainableFrom) {
        String message = assertThrows(ModelException.class, () -> read(foreign, trainableFrom)).getMessage();
        return message.substring((folder.resolve("foreign.onnx") + ": ").length());
    }

    /** x - Erf e - MatMul a - Relu ra - MatMul b - Tanh tb - MatMul y. */
    private static OnnxGraphs chain() {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.then("Erf", "e");
        graph.then("MatMul", "a", graph.floats("a.weight", 5, 6));
        graph.then("Relu", "ra");
        graph.then("MatMul", "b", graph.floats("b.weight", 6, 6));
        graph.then("Tanh", "tb");
        graph.then("MatMul", "y", graph.floats("y.weight", 6, 3));
        return graph;
    }

    @ParameterizedTest
    @CsvSource({"'', a b y", "e, a b y", "a, b y", "ra, b y", "b-node, b y", "a-node, a b y", "ra-node, b y", "tb, y", "y-node, y"})
    void shouldLearnFromTheFirstWeightsAfterTheNamedPlace(String name, String blocks) throws IOException {
        assertEquals(List.of(blocks.split(" ")), blocks(chain().build(), name));
    }

    @Test
    void shouldTakeTheLastDenseBlocksWhenSomethingElseIsBetween() throws IOException {
        OnnxGraphs graph = chain();
        graph.then("Erf", "e2");
        graph.then("MatMul", "z", graph.floats("z.weight", 3, 4));
        graph.then("Softmax", "p");
        assertEquals(List.of("z"), blocks(graph.build(), ""));
    }

    @Test
    void shouldListWhatIsInTheWayAndTheNearestPlaceThatWorks() {
        OnnxGraphs graph = chain();
        graph.then("Erf", "e2");
        graph.then("MatMul", "z", graph.floats("z.weight", 3, 4));
        assertEquals("trainable-from = 'ra' cannot learn through node 'e2-node' (Erf); nearest place that works: 'e2'",
                refusal(graph.build(), "ra"));
        assertEquals("trainable-from = 'x' cannot learn through node 'e-node' (Erf), node 'e2-node' (Erf); nearest place that works: 'e2'",
                refusal(graph.build(), "x"));
    }

    @Test
    void shouldSayWhenNoPlaceWorks() {
        OnnxGraphs graph = chain();
        graph.then("Erf", "e2");
        assertEquals("does not end in a dense layer (Gemm or MatMul); say with trainable-from where learning begins, or put a head on it"
                + " with 'host head'; no place in this file works", refusal(graph.build(), ""));
    }

    @Test
    void shouldNameThePlaceBehindBranches() {
        OnnxGraphs graph = new OnnxGraphs(13, 5);
        graph.then("MatMul", "a", graph.floats("a.weight", 5, 5));
        graph.node("Erf", "left").addInput("a");
        graph.node("Sin", "right").addInput("a");
        graph.node("Add", "joined").addInput("left").addInput("right");
        graph.from("joined").then("MatMul", "y", graph.floats("y.weight", 5, 3));
        String allowed = " is on one of several branches; allowed: where all of the data passes; nearest place that works: 'joined'";
        assertEquals("trainable-from = 'right'" + allowed, refusal(graph.build(), "right"));
        assertEquals("trainable-from = 'joined-node'" + allowed, refusal(graph.build(), "joined-node"));
    }

    @Test
    void shouldSayThatANameIsUnknown() {
        assertEquals("trainable-from = 'fc7' is no tensor or node on the way from input to output; nearest place that works: 'e'",
                refusal(chain().build(), "fc7"));
        assertEquals("trainable-from = 'a.weight' is no tensor or node on the way from input to output; nearest place that works: 'e'",
                refusal(chain().build(), "a.weight"));
    }

    @Test
    void shouldNotLearnFromNodesThatTheOutputDoesNotNeed() throws IOException {
        OnnxGraphs graph = chain();
        graph.node("Erf", "aside").addInput("ra");
        assertEquals(List.of("a", "b", "y"), blocks(graph.from("y").build(), ""));
    }
}
