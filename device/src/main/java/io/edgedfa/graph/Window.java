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
 * @param top          zeros added above the image, as for the other sides below the window's extent
 * @param dilationHeight distance between the window's pixels downwards, at least 1
 * @param dilationWidth  distance between the window's pixels to the right, at least 1
 */
public record Window(int height, int width, int strideHeight, int strideWidth, int top, int left, int bottom, int right,
        int dilationHeight, int dilationWidth) {
    public Window {
        boolean positive = height >= 1 && width >= 1 && strideHeight >= 1 && strideWidth >= 1 && dilationHeight >= 1 && dilationWidth >= 1;
        boolean padded = top >= 0 && bottom >= 0 && left >= 0 && right >= 0
                && Math.max(top, bottom) < extent(height, dilationHeight) && Math.max(left, right) < extent(width, dilationWidth);
        if (!positive || !padded) {
            boolean dilated = dilationHeight != 1 || dilationWidth != 1;
            throw new IllegalArgumentException("window " + height + "x" + width + ", stride " + strideHeight + "x" + strideWidth
                    + (dilated ? ", dilation " + dilationHeight + "x" + dilationWidth : "") + ", padding " + List.of(top, left, bottom, right)
                    + ": size, stride and dilation must be positive, padding at least 0 and below the size");
        }
    }

    /** A window without gaps. */
    public Window(int height, int width, int strideHeight, int strideWidth, int top, int left, int bottom, int right) {
        this(height, width, strideHeight, strideWidth, top, left, bottom, right, 1, 1);
    }

    /** The same in both directions. */
    public static Window square(int size, int stride, int padding) {
        return new Window(size, size, stride, stride, padding, padding, padding, padding);
    }

    /** Windows that fit one below the other into an image; 0 or less for an image that is too small. */
    public int rows(int imageHeight) {
        return Math.floorDiv(imageHeight + top + bottom - extentHeight(), strideHeight) + 1;
    }

    /** Windows that fit side by side into an image; 0 or less for an image that is too small. */
    public int columns(int imageWidth) {
        return Math.floorDiv(imageWidth + left + right - extentWidth(), strideWidth) + 1;
    }

    /** Rows from the window's first pixel to its last. */
    public int extentHeight() {
        return extent(height, dilationHeight);
    }

    /** Columns from the window's first pixel to its last. */
    public int extentWidth() {
        return extent(width, dilationWidth);
    }

    private static int extent(int size, int dilation) {
        return Math.addExact(Math.multiplyExact(size - 1, dilation), 1);
    }

    /** Whether there are gaps between the window's pixels. */
    public boolean isDilated() {
        return dilationHeight > 1 || dilationWidth > 1;
    }

    /** Pixels under the window. */
    public int area() {
        return height * width;
    }

    /** Whether no pixel is under two windows. */
    public boolean isDisjoint() {
        return strideHeight >= extentHeight() && strideWidth >= extentWidth();
    }

    /** ONNX's attributes {@code kernel_shape}, {@code strides}, {@code pads}, and {@code dilations} where they are not 1. */
    Map<String, Object> attributes() {
        Map<String, Object> attributes = new HashMap<>(Map.of(
                "kernel_shape", List.of((long) height, (long) width),
                "strides", List.of((long) strideHeight, (long) strideWidth),
                "pads", List.of((long) top, (long) left, (long) bottom, (long) right)));
        if (isDilated()) {
            attributes.put("dilations", List.of((long) dilationHeight, (long) dilationWidth));
        }
        return attributes;
    }

    /** The window of a node of a windowed operator. */
    public static Window of(Node node) {
        List<Integer> kernel = integers(node, "kernel_shape");
        List<Integer> strides = integers(node, "strides");
        List<Integer> pads = integers(node, "pads");
        List<Integer> dilations = node.attributes().containsKey("dilations") ? integers(node, "dilations") : List.of(1, 1);
        return new Window(kernel.get(0), kernel.get(1), strides.get(0), strides.get(1), pads.get(0), pads.get(1), pads.get(2),
                pads.get(3), dilations.get(0), dilations.get(1));
    }

    private static List<Integer> integers(Node node, String attribute) {
        return node.integers(attribute).stream().map(Math::toIntExact).toList();
    }
}
