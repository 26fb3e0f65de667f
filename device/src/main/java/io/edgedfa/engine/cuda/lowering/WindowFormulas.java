package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;

/** Formulas of operators with a {@link Window}: each thread walks the window, or the windows, of its own element. */
final class WindowFormulas {
    private WindowFormulas() {}

    /** An element's coordinates in images {@code [batch, channels, height, width]}. */
    private record Pixel(String image, String channel, String row, String column) {
        static Pixel of(KernelText text, String index, Shape shape) {
            String line = text.index(index + " / " + shape.size(3) + "u");
            String plane = text.index(line + " / " + shape.size(2) + "u");
            return new Pixel(text.index(plane + " / " + shape.size(1) + "u"), text.index(plane + " % " + shape.size(1) + "u"),
                    text.index(line + " % " + shape.size(2) + "u"), text.index(index + " % " + shape.size(3) + "u"));
        }

        /** Where the plane of the same image and channel begins in other images with as many channels. */
        String plane(KernelText text, Shape other) {
            return text.index("(" + image + " * " + other.size(1) + "u + " + channel + ") * " + other.size(2) * other.size(3) + "u");
        }
    }

    static Formula pooling(Node node) {
        return node.operator() == Operator.MAX_UNPOOL ? unpooling(node)
                : node.operator() == Operator.AVERAGE_POOL ? average(node) : largest(node);
    }

    /** Opens the loops over a window's places that lie inside the image; {@code y} and {@code x} are the pixel's coordinates. */
    private static void openWindow(KernelText text, Window window, Shape image, String row, String column) {
        text.open("for (unsigned ky = 0; ky < " + window.height() + "u; ++ky)");
        text.line("const unsigned y = " + row + " * " + window.strideHeight() + "u + ky * " + window.dilationHeight() + "u - "
                + window.top() + "u;");
        text.line("if (y >= " + image.size(2) + "u) continue;");
        text.open("for (unsigned kx = 0; kx < " + window.width() + "u; ++kx)");
        text.line("const unsigned x = " + column + " * " + window.strideWidth() + "u + kx * " + window.dilationWidth() + "u - "
                + window.left() + "u;");
        text.line("if (x >= " + image.size(3) + "u) continue;");
    }

    /**
     * Opens the loops over the windows that cover a pixel; {@code oy} and {@code ox} are the window's row and column, {@code ky}
     * and {@code kx} the place in it.
     */
    private static void openCovering(KernelText text, Window window, int rows, int columns, String y, String x) {
        if (window.isDisjoint() && !window.isDilated()) {
            text.line("const unsigned oy = (" + y + " + " + window.top() + "u) / " + window.strideHeight() + "u;");
            text.line("const unsigned ky = (" + y + " + " + window.top() + "u) % " + window.strideHeight() + "u;");
            text.line("const unsigned ox = (" + x + " + " + window.left() + "u) / " + window.strideWidth() + "u;");
            text.line("const unsigned kx = (" + x + " + " + window.left() + "u) % " + window.strideWidth() + "u;");
            text.open("if (ky < " + window.height() + "u && oy < " + rows + "u)");
            text.open("if (kx < " + window.width() + "u && ox < " + columns + "u)");
            return;
        }
        text.open("for (unsigned ky = 0; ky < " + window.height() + "u; ++ky)");
        text.line("const unsigned sy = " + y + " + " + window.top() + "u - ky * " + window.dilationHeight() + "u;");
        text.line("const unsigned oy = sy / " + window.strideHeight() + "u;");
        text.line("if (sy > 0x7fffffffu || sy % " + window.strideHeight() + "u != 0u || oy >= " + rows + "u) continue;");
        text.open("for (unsigned kx = 0; kx < " + window.width() + "u; ++kx)");
        text.line("const unsigned sx = " + x + " + " + window.left() + "u - kx * " + window.dilationWidth() + "u;");
        text.line("const unsigned ox = sx / " + window.strideWidth() + "u;");
        text.line("if (sx > 0x7fffffffu || sx % " + window.strideWidth() + "u != 0u || ox >= " + columns + "u) continue;");
    }

    private static Formula largest(Node node) {
        Tensor x = node.inputs().get(0);
        Shape image = x.shape();
        boolean indices = node.operator() == Operator.MAX_POOL_INDICES;
        return (in, index) -> {
            KernelText text = in.text();
            Pixel own = Pixel.of(text, index, node.output().shape());
            String plane = own.plane(text, image);
            String largest = text.declare("float", "0.0f");
            String best = text.declare("long long", "-1");
            openWindow(text, Window.of(node), image, own.row(), own.column());
            String at = text.index(plane + " + y * " + image.size(3) + "u + x");
            String value = in.value(x, at);
            text.line("if (" + best + " < 0 || " + value + " > " + largest + ") { " + largest + " = " + value + "; " + best + " = " + at + "; }");
            text.close();
            text.close();
            return indices ? best : largest;
        };
    }

    private static Formula average(Node node) {
        Tensor x = node.inputs().get(0);
        Shape image = x.shape();
        Window window = Window.of(node);
        return (in, index) -> {
            KernelText text = in.text();
            Pixel own = Pixel.of(text, index, node.output().shape());
            String plane = own.plane(text, image);
            String sum = text.declare("float", "0.0f");
            openWindow(text, window, image, own.row(), own.column());
            text.line(sum + " += " + in.value(x, text.index(plane + " + y * " + image.size(3) + "u + x")) + ";");
            text.close();
            text.close();
            return text.declare("float", sum + " / " + Formulas.literal(window.area()));
        };
    }

    /** Each pixel asks the windows that cover it whether it was theirs, so nothing is added by two threads. */
    private static Formula unpooling(Node node) {
        Tensor updates = node.inputs().get(0);
        Tensor indices = node.inputs().get(1);
        Shape pooled = updates.shape();
        return (in, index) -> {
            KernelText text = in.text();
            Pixel own = Pixel.of(text, index, node.output().shape());
            String plane = own.plane(text, pooled);
            String sum = text.declare("float", "0.0f");
            openCovering(text, Window.of(node), pooled.size(2), pooled.size(3), own.row(), own.column());
            String at = text.index(plane + " + oy * " + pooled.size(3) + "u + ox");
            text.open("if (" + in.value(indices, at) + " == (long long) " + index + ")");
            text.line(sum + " += " + in.value(updates, at) + ";");
            text.close();
            text.close();
            text.close();
            return sum;
        };
    }

    /** A convolution or a transposed one without a matrix of patches: for groups, whose products would be too small. */
    static Formula direct(Node node) {
        boolean transposed = node.operator() == Operator.CONV_TRANSPOSE;
        Tensor x = node.inputs().get(0);
        Shape image = x.shape();
        int groups = (int) node.integer("group", 1);
        int channels = image.size(1) / groups;
        int kernels = node.output().shape().size(1) / groups;
        Window window = Window.of(node);
        return (in, index) -> {
            KernelText text = in.text();
            Pixel own = Pixel.of(text, index, node.output().shape());
            String sum = text.declare("float", node.inputs().size() == 3 ? in.value(node.inputs().get(2), own.channel()) : "0.0f");
            String group = text.index(own.channel() + " / " + kernels + "u");
            if (transposed) {
                openCovering(text, window, image.size(2), image.size(3), own.row(), own.column());
            } else {
                openWindow(text, window, image, own.row(), own.column());
            }
            text.open("for (unsigned c = 0; c < " + channels + "u; ++c)");
            String channel = text.index(group + " * " + channels + "u + c");
            String pixel = text.index("(" + own.image() + " * " + image.size(1) + "u + " + channel + ") * " + image.size(2) * image.size(3)
                    + "u + " + (transposed ? "oy * " + image.size(3) + "u + ox" : "y * " + image.size(3) + "u + x"));
            // The weight's first axis is of the side that the window belongs to.
            String plane = transposed ? channel + " * " + kernels + "u + " + own.channel() + " % " + kernels + "u"
                    : own.channel() + " * " + channels + "u + c";
            String place = text.index("(" + plane + ") * " + window.area() + "u + ky * " + window.width() + "u + kx");
            text.line(sum + " += " + in.value(x, pixel) + " * " + in.value(node.inputs().get(1), place) + ";");
            text.close();
            text.close();
            text.close();
            return sum;
        };
    }

    /** An element of the matrix {@code [batch * rows * columns, channels * places]} of what the windows of a convolution see. */
    static Formula patches(Tensor x, Window window) {
        Shape image = x.shape();
        int rows = window.rows(image.size(2));
        int columns = window.columns(image.size(3));
        int width = image.size(1) * window.area();
        return (in, index) -> {
            KernelText text = in.text();
            String seen = text.index(index + " % " + width + "u");
            String position = text.index(index + " / " + width + "u");
            String kx = text.index(seen + " % " + window.width() + "u");
            String ky = text.index(text.index(seen + " / " + window.width() + "u") + " % " + window.height() + "u");
            String channel = text.index(seen + " / " + window.area() + "u");
            String column = text.index(position + " % " + columns + "u");
            String row = text.index(text.index(position + " / " + columns + "u") + " % " + rows + "u");
            String batch = text.index(position + " / " + rows * columns + "u");
            String y = text.index(row + " * " + window.strideHeight() + "u + " + ky + " * " + window.dilationHeight() + "u - " + window.top() + "u");
            String px = text.index(column + " * " + window.strideWidth() + "u + " + kx + " * " + window.dilationWidth() + "u - " + window.left() + "u");
            String result = text.declare("float", "0.0f");
            text.open("if (" + y + " < " + image.size(2) + "u && " + px + " < " + image.size(3) + "u)");
            text.line(result + " = " + in.value(x, text.index("(" + batch + " * " + image.size(1) + "u + " + channel + ") * "
                    + image.size(2) * image.size(3) + "u + " + y + " * " + image.size(3) + "u + " + px)) + ";");
            text.close();
            return result;
        };
    }

    /**
     * A pixel of a transposed convolution from the matrix {@code [kernels * places, batch * rows * columns]} of what each of its
     * inputs adds to each place of its window.
     *
     * @param bias null for none
     */
    static Formula folded(Tensor columns, Tensor bias, Window window, Shape from, Shape to) {
        int positions = from.size(0) * from.size(2) * from.size(3);
        return (in, index) -> {
            KernelText text = in.text();
            Pixel own = Pixel.of(text, index, to);
            String sum = text.declare("float", bias == null ? "0.0f" : in.value(bias, own.channel()));
            openCovering(text, window, from.size(2), from.size(3), own.row(), own.column());
            String at = text.index("(" + own.channel() + " * " + window.area() + "u + ky * " + window.width() + "u + kx) * " + positions + "u + ("
                    + own.image() + " * " + from.size(2) + "u + oy) * " + from.size(3) + "u + ox");
            text.line(sum + " += " + in.value(columns, at) + ";");
            text.close();
            text.close();
            return sum;
        };
    }
}
