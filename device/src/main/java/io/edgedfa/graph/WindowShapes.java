package io.edgedfa.graph;

import java.util.List;

/** Shapes of the operators with a {@link Window}; images are {@code [batch, channels, height, width]}. */
final class WindowShapes {
    private WindowShapes() {}

    static Shape conv(Node node) {
        Tensor x = image(node);
        Tensor weight = weight(node);
        Window window = Window.of(node);
        int groups = groups(node, weight);
        if (weight.shape().size(1) * (long) groups != x.shape().size(1)) {
            throw ShapeInference.refusal(node, weight.describe() + " takes " + weight.shape().size(1) * (long) groups + " channels, but "
                    + x.describe() + " has " + x.shape().size(1));
        }
        checkBias(node, weight.shape().size(0));
        return Shape.of(x.shape().size(0), weight.shape().size(0), rows(node, x, window), columns(node, x, window));
    }

    static Shape convTranspose(Node node) {
        Tensor x = image(node);
        Tensor weight = weight(node);
        Window window = Window.of(node);
        if (weight.shape().size(0) != x.shape().size(1)) {
            throw ShapeInference.refusal(node, weight.describe() + " takes " + weight.shape().size(0) + " channels, but "
                    + x.describe() + " has " + x.shape().size(1));
        }
        int outChannels = Math.multiplyExact(weight.shape().size(1), groups(node, weight));
        checkBias(node, outChannels);
        List<Long> extra = node.integers("output_padding");
        if (extra.get(0) < 0 || extra.get(0) >= window.strideHeight() || extra.get(1) < 0 || extra.get(1) >= window.strideWidth()) {
            throw ShapeInference.refusal(node, "output_padding " + extra + " must be at least 0 and below the stride");
        }
        long height = (x.shape().size(2) - 1L) * window.strideHeight() + window.extentHeight() - window.top() - window.bottom() + extra.get(0);
        long width = (x.shape().size(3) - 1L) * window.strideWidth() + window.extentWidth() - window.left() - window.right() + extra.get(1);
        if (height < 1 || width < 1) {
            throw ShapeInference.refusal(node, x.describe() + " gives an image of " + height + "x" + width);
        }
        return Shape.of(x.shape().size(0), outChannels, Math.toIntExact(height), Math.toIntExact(width));
    }

    static Shape pool(Node node) {
        Tensor x = image(node);
        Window window = Window.of(node);
        if (window.isDilated()) {
            throw ShapeInference.refusal(node, "has dilations; allowed: pooling without gaps");
        }
        return Shape.of(x.shape().size(0), x.shape().size(1), rows(node, x, window), columns(node, x, window));
    }

    static Shape unpool(Node node) {
        Tensor updates = node.inputs().get(0);
        Tensor indices = node.inputs().get(1);
        Shape shape = Shape.of(node.integers("shape").stream().mapToInt(Math::toIntExact).toArray());
        if (updates.type() != ElementType.FLOAT || indices.type() != ElementType.INT64
                || !updates.shape().equals(indices.shape()) || shape.rank() != 4) {
            throw ShapeInference.refusal(node, "takes FLOAT updates and as many INT64 indices into an image, got "
                    + updates.describe() + ", " + indices.describe() + " of " + indices.type() + " and shape " + shape);
        }
        return shape;
    }

    private static Tensor image(Node node) {
        Tensor x = node.inputs().get(0);
        if (x.shape().rank() != 4) {
            throw ShapeInference.refusal(node, "takes images [batch, channels, height, width], got " + x.describe());
        }
        return x;
    }

    private static Tensor weight(Node node) {
        Tensor weight = node.inputs().get(1);
        Window window = Window.of(node);
        if (weight.shape().rank() != 4 || weight.shape().size(2) != window.height() || weight.shape().size(3) != window.width()) {
            throw ShapeInference.refusal(node,
                    weight.describe() + " does not have the window's size " + window.height() + "x" + window.width());
        }
        return weight;
    }

    /** Groups, which must divide the weight's first size, the kernels or the channels that enter. */
    private static int groups(Node node, Tensor weight) {
        long groups = node.integer("group", 1);
        if (groups < 1 || weight.shape().size(0) % groups != 0) {
            throw ShapeInference.refusal(node, "has group " + groups + ", which does not divide the " + weight.shape().size(0) + " of "
                    + weight.describe());
        }
        return (int) groups;
    }

    private static void checkBias(Node node, int channels) {
        if (node.inputs().size() == 3 && !node.inputs().get(2).shape().equals(Shape.of(channels))) {
            throw ShapeInference.refusal(node, node.inputs().get(2).describe() + " is not [" + channels + "]");
        }
    }

    private static int rows(Node node, Tensor x, Window window) {
        return fitting(node, x, window, window.rows(x.shape().size(2)));
    }

    private static int columns(Node node, Tensor x, Window window) {
        return fitting(node, x, window, window.columns(x.shape().size(3)));
    }

    private static int fitting(Node node, Tensor x, Window window, int windows) {
        if (windows < 1) {
            throw ShapeInference.refusal(node, "window " + window.height() + "x" + window.width() + " does not fit into " + x.describe());
        }
        return windows;
    }
}
