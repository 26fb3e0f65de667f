package io.edgedfa.onnx;

import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Window;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.AveragePool;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.FrozenBatchNormalization;
import io.edgedfa.network.layer.LeakyRelu;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.network.weight.TransposedConvolution;
import java.util.List;

/** Networks with every layer of images. */
final class ImageModels {
    static final List<String> NAMES = List.of("convolution", "transposed");

    private ImageModels() {}

    static FrozenBatchNormalization normalization() {
        return new FrozenBatchNormalization("norm", new float[] {0.5f, -1.5f, 2}, new float[] {1, 0, -1},
                new float[] {0.25f, -0.25f, 0}, new float[] {0.5f, 2, 0.125f}, 0.03125f);
    }

    /** One of {@link #NAMES}, 3 classes. */
    static Network network(String name) {
        return name.equals("convolution") ? convolution() : transposed();
    }

    /** [2, 11, 7] -> [3, 6, 7] -> [3, 3, 3] -> [4, 3, 3] -> [4, 2, 1] -> 3. */
    private static Network convolution() {
        return new Network(Shape.of(2, 11, 7), List.of(
                new Block("one", new Convolution(2, 3, new Window(3, 2, 2, 1, 1, 0, 1, 1)),
                        List.of(normalization(), new Tanh(), new MaxPool(new Window(2, 3, 2, 2, 0, 0, 0, 0)))),
                new Block("two", new Convolution(3, 4, 3, 1, 1),
                        List.of(new LeakyRelu(0.125f), new AveragePool(new Window(2, 3, 1, 2, 0, 1, 0, 0)), new Flatten())),
                new Block("three", new Dense(8, 3), List.of())));
    }

    /** [2, 3, 2] -> [3, 6, 3] -> 3. */
    private static Network transposed() {
        return new Network(Shape.of(2, 3, 2), List.of(
                new Block("one", new TransposedConvolution(2, 3, Window.square(3, 2, 1), 1, 0), List.of(new Tanh(), new Flatten())),
                new Block("two", new Dense(54, 3), List.of())));
    }
}
