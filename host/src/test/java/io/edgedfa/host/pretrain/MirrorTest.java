package io.edgedfa.host.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.graph.Shape;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.network.Network;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorTest {

    private static Network generator(String net, int features) {
        return Mirror.of(net, Nets.parse(net, features, 10, "relu", new SoftmaxCrossEntropy()));
    }

    @Test
    void shouldGoThroughTheSameShapesInReverse() {
        Network generator = generator("conv8-16-fc64", 784);
        assertEquals(List.of("block1", "block2", "block3", "block3.mirror", "block2.mirror", "block1.mirror"),
                generator.blocks().stream().map(block -> block.name()).toList());
        assertEquals(List.of(Shape.of(8, 14, 14), Shape.of(784), Shape.of(64), Shape.of(16, 7, 7), Shape.of(8, 14, 14), Shape.of(1, 28, 28)),
                generator.outputShapes());
    }

    @Test
    void shouldEndInALogisticFunctionAndRepeatTheActivationsBefore() {
        Network generator = generator("784-50-20-10", 784);
        assertEquals("relu relu relu sigmoid", generator.blocks().stream().map(block -> block.after().get(0).name())
                .collect(Collectors.joining(" ")));
        assertEquals(List.of(Shape.of(50), Shape.of(20), Shape.of(50), Shape.of(784)), generator.outputShapes());
    }

    @Test
    void shouldEndAtTheSizeOfTheInputHoweverManyDenseBlocksThereAre() {
        for (int blocks = 1; blocks <= 6; blocks++) {
            for (int features = 1; features <= 50; features++) {
                Network generator = generator("fc" + blocks + "-" + (features * 7 % 40 + 1), features);
                assertEquals(2 * blocks, generator.blocks().size());
                assertEquals(Shape.of(features), generator.outputShapes().get(2 * blocks - 1));
            }
        }
    }

    @Test
    void shouldEndAtTheSizeOfTheImageHoweverManyConvolutionsThereAre() {
        for (int convolutions = 1; convolutions <= 4; convolutions++) {
            for (int pooled = 1; pooled <= 4; pooled++) {
                int side = pooled << convolutions;
                String net = "conv" + IntStream.range(0, convolutions).mapToObj(i -> i + 2 + "-").collect(Collectors.joining()) + "fc5";
                Network generator = generator(net, side * side);
                assertEquals(Shape.of(1, side, side), generator.outputShapes().get(generator.blocks().size() - 1), net + " at " + side);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "784-10, 784, 'net ''784-10'' has no block before its last one; allowed: at least one to pretrain'",
        "conv2-3-4-fc5, 784, 'net ''conv2-3-4-fc5'' cannot be mirrored: block3 pools 7x7 to 3x3; allowed: images whose sides pooling divides evenly'",
    })
    void shouldRefuseWhatCannotBeMirrored(String net, int features, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> generator(net, features)).getMessage());
    }
}
