package io.edgedfa.network.weight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.graph.Window;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Layer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrthogonalTest {

    @ParameterizedTest
    @CsvSource({"101, 37", "37, 101", "64, 64", "1, 5", "5, 1", "1, 1", "401, 400"})
    void shouldBeOrthonormalAlongTheLargerSide(int rows, int columns) {
        float[] matrix = Initializer.ORTHOGONAL.draw(Fans.of(rows, columns), 1, new Random(2));
        if (columns >= rows) {
            assertOrthonormal(matrix, rows, columns, columns, 1, 1);
        }
        if (rows >= columns) {
            assertOrthonormal(matrix, columns, rows, 1, columns, 1);
        }
    }

    @Test
    void shouldScaleByItsGain() {
        assertOrthonormal(Initializer.ORTHOGONAL.draw(Fans.of(7, 11), 3, new Random(2)), 7, 11, 11, 1, 3);
    }

    static Stream<WeightedLayer> kernels() {
        return Stream.of(
                new Convolution(3, 8, new Window(3, 5, 1, 2, 1, 2, 1, 2)),
                new Convolution(1, 32, 5, 1, 2),
                new TransposedConvolution(6, 3, new Window(3, 2, 1, 1, 0, 0, 0, 0), 0, 0),
                new TransposedConvolution(20, 2, Window.square(3, 1, 1), 0, 0));
    }

    /** Row by row, the first axis of a kernel is one side of the matrix and the rest is the other. */
    @ParameterizedTest
    @MethodSource("kernels")
    void shouldBeOrthonormalOnTheFlattenedKernel(WeightedLayer layer) {
        float[] kernel = layer.stored(Initializer.ORTHOGONAL.draw(layer.fans(), 1, new Random(4)));
        int first = layer.weightShape().size(0);
        int rest = layer.weightShape().elements() / first;
        if (first <= rest) {
            assertOrthonormal(kernel, first, rest, rest, 1, 1);
        } else {
            assertOrthonormal(kernel, rest, first, 1, rest, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"tanh, 1.6666667", "relu, 1.4142136", "leaky-relu, 1.4142136", "sigmoid, 1", "identity, 1"})
    void shouldStartAnOrthogonalNetworkWithTheGainThatFitsWhatFollows(String activation, double gain) {
        Network network = Network.dense(List.of(13, 17, 3), Layer.activation(activation), List.of());
        float[] weight = InitialWeights.ORTHOGONAL.draw(network, new Random(1)).values().get("block1.weight");
        assertOrthonormal(weight, 13, 17, 17, 1, gain);
    }

    /** Every two of {@code count} vectors: their product is gain^2 for one with itself, else 0. */
    private static void assertOrthonormal(float[] matrix, int count, int length, int vectorStep, int valueStep, double gain) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int k = 0; k < length; k++) {
                    product += (double) matrix[i * vectorStep + k * valueStep] * matrix[j * vectorStep + k * valueStep];
                }
                assertEquals(i == j ? gain * gain : 0, product, 1e-5, i + ", " + j);
            }
        }
    }
}
