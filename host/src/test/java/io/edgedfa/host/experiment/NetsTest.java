package io.edgedfa.host.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.Shape;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.SquaredError;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.weight.Dense;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetsTest {

    @ParameterizedTest
    @CsvSource({
        "fc1-1000, '784 1000 10'",
        "fc2-1000, '784 1000 1000 10'",
        "fc3-800, '784 800 800 800 10'",
        "784-500-10, '784 500 10'",
        "784-10, '784 10'",
        "784-30-20-10, '784 30 20 10'",
    })
    void shouldBuildSizesWhenFormIsKnown(String name, String sizes) {
        assertEquals(sizes, sizes(parse(name)));
    }

    @ParameterizedTest
    @CsvSource({"conv1-5x5, '1 28 28', 6283842", "conv2-5x5, '1 28 28', 3199106", "conv32-64-fc1000, '1 28 28', 3199106",
        "conv8-16-fc64, '1 28 28', 54314", "conv4-4-4-fc5, '1 28 28', 1157"})
    void shouldBuildConvolutionsWhenTheNameSaysSo(String name, String input, int parameters) {
        Network network = parse(name);
        assertEquals(input, IntStream.range(0, 3).mapToObj(i -> "" + network.input().size(i)).collect(Collectors.joining(" ")));
        assertEquals(parameters, network.parameterShapes().values().stream().mapToInt(Shape::elements).sum());
    }

    @Test
    void shouldRefuseConvolutionsWhenTheDataIsNoSquareImage() {
        Exception e = assertThrows(IllegalArgumentException.class,
                () -> Nets.parse("conv2-5x5", 12, 10, "tanh", new SoftmaxCrossEntropy()));
        assertEquals("net 'conv2-5x5' takes square images of at least 4x4 values; the data has 12 values", e.getMessage());
    }

    @Test
    void shouldTakeSizesFromDataWhenFormIsNamed() {
        assertEquals("4 7 3", sizes(Nets.parse("fc1-7", 4, 3, "tanh", new SoftmaxCrossEntropy())));
    }

    @Test
    void shouldPutActivationAfterHiddenBlocksOnly() {
        List<Block> blocks = Nets.parse("fc1-7", 4, 3, "relu", new SoftmaxCrossEntropy()).blocks();
        assertEquals("relu", blocks.get(0).after().get(0).name());
        assertTrue(blocks.get(1).after().isEmpty());
    }

    @Test
    void shouldEndInLogisticWhenLossIsSquaredError() {
        List<Block> blocks = Nets.parse("fc1-7", 4, 3, "relu", new SquaredError()).blocks();
        assertEquals("sigmoid", blocks.get(1).after().get(0).name());
    }

    @ParameterizedTest
    @CsvSource({"fc1", "cnn", "fc-10", "''", "fc1-1000-10", "784", "784--10", "784-x-10", "fc1-9999999999", "FC1-10", "-784-10", "conv8", "conv8-16", "conv-fc5", "conv3-5x5"})
    void shouldListFormsWhenNetIsUnknown(String name) {
        assertRefused("net '" + name + "' is unknown; allowed: " + Nets.FORMS, name);
    }

    @ParameterizedTest
    @CsvSource({
        "fc0-10, 0 hidden blocks; allowed: 1 to 100",
        "fc101-10, 101 hidden blocks; allowed: 1 to 100",
        "fc1-0, 0 units; allowed: 1 to 65536",
        "fc1-65537, 65537 units; allowed: 1 to 65536",
        "784-0-10, 0 units; allowed: 1 to 65536",
        "conv0-fc5, 0 channels; allowed: 1 to 1024",
        "conv8-1025-fc5, 1025 channels; allowed: 1 to 1024",
        "conv8-fc0, 0 units; allowed: 1 to 65536",
        "conv1-1-1-1-1-1-1-1-1-fc5, 9 convolutions; allowed: 1 to 8",
    })
    void shouldNameLimitWhenSizeIsOutside(String name, String limit) {
        assertRefused("net '" + name + "' has " + limit, name);
    }

    @Test
    void shouldRefuseWhenTooManyBlocksAreWrittenOut() {
        String name = "784-" + "1-".repeat(101) + "10";
        assertRefused("net '" + name + "' has 101 hidden blocks; allowed: 0 to 100", name);
    }

    @Test
    void shouldRefuseWhenParametersExceedAModelFile() {
        assertRefused("net 'fc2-65536' has 4347133962 parameters; allowed: at most 134217728", "fc2-65536");
    }

    @ParameterizedTest
    @CsvSource({"783-10, 783, 10", "784-5-11, 784, 11"})
    void shouldRefuseWhenSizesDoNotFitData(String name, int inputs, int classes) {
        assertRefused("net '" + name + "' takes " + inputs + " values and tells " + classes
                + " classes apart; the data has 784 values and 10 classes", name);
    }

    private static void assertRefused(String message, String name) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> parse(name)).getMessage());
    }

    private static Network parse(String name) {
        return Nets.parse(name, 784, 10, "tanh", new SoftmaxCrossEntropy());
    }

    private static String sizes(Network network) {
        Stream<Integer> units = network.blocks().stream().map(block -> ((Dense) block.weighted()).units());
        return String.join(" ", Stream.concat(Stream.of(network.inputs()), units).map(String::valueOf).toList());
    }
}
