package io.edgedfa.network.weight;

import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;

/** Images as rows of a matrix, so that a convolution is one product. The batch size must be known. */
final class Patches {
    private Patches() {}

    /**
     * What each window sees ("im2col"): {@code [batch, channels, height, width] ->
     * [batch * rows * columns, window height * window width * channels]}. Channels are innermost, so that whole runs of
     * memory are copied.
     */
    static Tensor of(GraphBuilder g, Tensor images, Window window) {
        int batch = images.shape().size(0);
        int channels = images.shape().size(1);
        int height = images.shape().size(2) + window.top() + window.bottom();
        int width = images.shape().size(3) + window.left() + window.right();
        boolean padded = window.top() + window.left() + window.bottom() + window.right() > 0;
        Tensor last = g.transpose(images, 0, 2, 3, 1);
        Tensor wide = padded ? g.pad(last, 0, window.top(), window.left(), 0, 0, window.bottom(), window.right(), 0) : last;
        int[] seen = pixelsSeen(window, images.shape().size(2), images.shape().size(3), width);
        Tensor copies = g.gather(g.reshape(wide, Shape.of(batch, height * width, channels)), 1, seen);
        return g.reshape(copies, Shape.of(batch * (seen.length / window.area()), window.area() * channels));
    }

    /** Pixel numbers in the padded image, window by window. */
    private static int[] pixelsSeen(Window window, int height, int width, int paddedWidth) {
        int rows = window.rows(height);
        int columns = window.columns(width);
        int[] seen = new int[rows * columns * window.area()];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                for (int y = 0; y < window.height(); y++) {
                    for (int x = 0; x < window.width(); x++) {
                        int row = i * window.strideHeight() + y * window.dilationHeight();
                        seen[next++] = row * paddedWidth + j * window.strideWidth() + x * window.dilationWidth();
                    }
                }
            }
        }
        return seen;
    }

    /** {@code [batch * rows * columns, channels] -> [batch, channels, rows, columns]}. */
    static Tensor toImages(GraphBuilder g, Tensor matrix, int batch, int rows, int columns) {
        Tensor pixels = g.reshape(matrix, Shape.of(batch, rows, columns, matrix.shape().size(1)));
        return g.transpose(pixels, 0, 3, 1, 2);
    }

    /** {@code [batch, channels, rows, columns] -> [batch * rows * columns, channels]}. */
    static Tensor fromImages(GraphBuilder g, Tensor images) {
        Shape shape = images.shape();
        return g.reshape(g.transpose(images, 0, 2, 3, 1), Shape.of(shape.size(0) * shape.size(2) * shape.size(3), shape.size(1)));
    }
}
