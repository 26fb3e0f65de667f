package io.edgedfa.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A window that slides over images: of convolutions and pooling. Sizes are in pixels.
 *
 * @param height       of the window, at least 1
 * @param width        of the window, at least 1
 * @param strideHeight distance between windows downwards, at least 1
 * @param strideWidth  distance between windows to the right, at least 1
 * @param top          zeros added above the image, as for the other sides below the window's size
 */
public record Window(int height, int width, int strideHeight, int strideWidth, int top, int left, int bottom, int right) {
    public Window {
        boolean positive = height >= 1 && width >= 1 && strideHeight >= 1 && strideWidth >= 1;
        boolean padded = top >= 0 && bottom >= 0 && left >= 0 && right >= 0
                && Math.max(top, bottom) < height && Math.max(left, right) < width;
        if (!positive || !padded) {
            throw new IllegalArgumentException("window " + height + "x" + width + ", stride " + strideHeight + "x" + strideWidth
                    + ", padding " + List.of(top, left, bottom, right)
                    + ": size and stride must be positive, padding at least 0 and below the size");
        }
    }

    /** The same in both directions. */
    public static Window square(int size, int stride, int padding) {
        return new Window(size, size, stride, stride, padding, padding, padding, padding);
    }

    /** Windows that fit one below the other into an image; 0 or less for an image that is too small. */
    public int rows(int imageHeight) {
        return Math.floorDiv(imageHeight + top + bottom - height, strideHeight) + 1;
    }

    /** Windows that fit side by side into an image; 0 or less for an image that is too small. */
    public int columns(int imageWidth) {
        return Math.floorDiv(imageWidth + left + right - width, strideWidth) + 1;
    }

    /** Pixels under the window. */
    public int area() {
        return height * width;
    }

    /** Whether no pixel is under two windows. */
    public boolean isDisjoint() {
        return strideHeight >= height && strideWidth >= width;
    }

    /** ONNX's attributes {@code kernel_shape}, {@code strides} and {@code pads}. */
    Map<String, Object> attributes() {
        return new HashMap<>(Map.of(
                "kernel_shape", List.of((long) height, (long) width),
                "strides", List.of((long) strideHeight, (long) strideWidth),
                "pads", List.of((long) top, (long) left, (long) bottom, (long) right)));
    }

    /** The window of a node of a windowed operator. */
    public static Window of(Node node) {
        List<Integer> kernel = node.integers("kernel_shape").stream().map(Math::toIntExact).toList();
        List<Integer> strides = node.integers("strides").stream().map(Math::toIntExact).toList();
        List<Integer> pads = node.integers("pads").stream().map(Math::toIntExact).toList();
        return new Window(kernel.get(0), kernel.get(1), strides.get(0), strides.get(1), pads.get(0), pads.get(1), pads.get(2),
                pads.get(3));
    }
}
