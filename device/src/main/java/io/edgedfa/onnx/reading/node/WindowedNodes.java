package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Window;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.TransposedConvolution;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Convolutions and pooling of a file. */
final class WindowedNodes {
    private static final List<Integer> ONES = List.of(1, 1);
    private static final List<Integer> ZEROS = List.of(0, 0);
    private static final int MAX_SIZE = 4_096;
    private static final int MAX_CHANNELS = 1 << 20;

    private WindowedNodes() {}

    /**
     * The layer of a Conv or ConvTranspose node.
     *
     * @param image {@code [channels, height, width]} of one sample that enters
     */
    static WeightedLayer weighted(OnnxMl.NodeProto node, Constants constants, Shape image) {
        if (node.getInputCount() < 2) {
            throw refusal(node, "has no weight", "a constant weight");
        }
        Attributes attributes = new Attributes(node);
        List<Integer> weight = constants.tensor(node.getInput(1), 4).shape();
        List<Integer> size = weight.subList(2, 4);
        long groups = attributes.integer("group", 1);
        if (node.getOpType().equals("Conv")) {
            if (groups < 1 || groups > MAX_CHANNELS || groups * weight.get(1) > MAX_CHANNELS) {
                throw refusal(node, "has group " + groups + " of " + weight.get(1) + " channels", "1 to " + MAX_CHANNELS + " channels in all");
            }
            return new Convolution(weight.get(1) * (int) groups, weight.get(0), (int) groups, window(node, size, image));
        }
        if (groups != 1) {
            throw refusal(node, "has group " + groups, "group 1");
        }
        if (attributes.has("output_shape")) {
            throw refusal(node, "has an output_shape, which sets its padding", "pads and output_padding");
        }
        if (!automaticPadding(node).isEmpty()) {
            throw refusal(node, "has auto_pad " + automaticPadding(node), "NOTSET, VALID");
        }
        refuseDilations(node);
        List<Integer> extra = attributes.integers("output_padding", ZEROS);
        return new TransposedConvolution(weight.get(0), weight.get(1), window(node, size, image), extra.get(0), extra.get(1));
    }

    /** The window of a MaxPool node. */
    static Window pool(OnnxMl.NodeProto node, Shape image) {
        Attributes attributes = new Attributes(node);
        if (attributes.integer("ceil_mode", 0) != 0 || attributes.integer("storage_order", 0) != 0) {
            throw refusal(node, "has ceil_mode or storage_order set", "0");
        }
        refuseDilations(node);
        return window(node, attributes.integers("kernel_shape", ONES), image);
    }

    /** The window of an AveragePool node. */
    static Window averagePool(OnnxMl.NodeProto node, Shape image) {
        Window window = pool(node, image);
        boolean padded = window.top() + window.left() + window.bottom() + window.right() > 0;
        if (padded && new Attributes(node).integer("count_include_pad", 0) == 0) {
            throw refusal(node, "leaves the padding out of its means", "count_include_pad 1, or no padding");
        }
        return window;
    }

    /** The window of pooling over a whole image. */
    static Window whole(OnnxMl.NodeProto node, Shape image) {
        if (image.rank() != 3 || image.size(1) > MAX_SIZE || image.size(2) > MAX_SIZE) {
            throw refusal(node, "takes samples of shape " + image, "[channels, height, width], both up to " + MAX_SIZE);
        }
        return new Window(image.size(1), image.size(2), 1, 1, 0, 0, 0, 0);
    }

    private static void refuseDilations(OnnxMl.NodeProto node) {
        List<Integer> dilations = new Attributes(node).integers("dilations", ONES);
        if (!dilations.equals(ONES)) {
            throw refusal(node, "has dilations " + dilations, "[1, 1]");
        }
    }

    private static Window window(OnnxMl.NodeProto node, List<Integer> size, Shape image) {
        Attributes attributes = new Attributes(node);
        List<Integer> strides = attributes.integers("strides", ONES);
        List<Integer> dilations = attributes.integers("dilations", ONES);
        boolean absurd = Stream.of(size, strides, dilations).flatMap(List::stream).anyMatch(s -> s > MAX_SIZE);
        if (!attributes.integers("kernel_shape", size).equals(size) || absurd) {
            throw refusal(node, "has a kernel of " + attributes.integers("kernel_shape", size) + ", strides " + strides
                    + " and dilations " + dilations, "the weight's size " + size + ", up to " + MAX_SIZE);
        }
        String automatic = automaticPadding(node);
        List<Integer> pads = automatic.isEmpty() ? attributes.integers("pads", List.of(0, 0, 0, 0))
                : samePads(node, size, strides, dilations, image, automatic.equals("SAME_UPPER"));
        try {
            return new Window(size.get(0), size.get(1), strides.get(0), strides.get(1), pads.get(0), pads.get(1), pads.get(2),
                    pads.get(3), dilations.get(0), dilations.get(1));
        } catch (IllegalArgumentException e) {
            throw Refusal.of(node, "has the " + e.getMessage());
        }
    }

    /** SAME_UPPER, SAME_LOWER, or nothing where the padding is said in numbers. */
    private static String automaticPadding(OnnxMl.NodeProto node) {
        String padding = new Attributes(node).text("auto_pad", "NOTSET");
        return switch (padding) {
            case "NOTSET", "VALID" -> "";
            case "SAME_UPPER", "SAME_LOWER" -> padding;
            default -> throw refusal(node, "has auto_pad " + padding, "NOTSET, VALID, SAME_UPPER, SAME_LOWER");
        };
    }

    /** As many zeros as make the output the input's size by the stride, rounded up; an odd one at the end or at the beginning. */
    private static List<Integer> samePads(OnnxMl.NodeProto node, List<Integer> size, List<Integer> strides, List<Integer> dilations,
            Shape image, boolean upper) {
        if (image.rank() != 3) {
            throw refusal(node, "takes samples of shape " + image, "[channels, height, width]");
        }
        if (Stream.of(strides, dilations).flatMap(List::stream).anyMatch(s -> s < 1)) {
            throw refusal(node, "has strides " + strides + " and dilations " + dilations, "1 to " + MAX_SIZE);
        }
        int[] pads = new int[4];
        for (int axis = 0; axis < 2; axis++) {
            int pixels = image.size(axis + 1);
            int stride = strides.get(axis);
            int covered = ((pixels + stride - 1) / stride - 1) * stride + (size.get(axis) - 1) * dilations.get(axis) + 1;
            int zeros = Math.max(0, covered - pixels);
            pads[axis] = upper ? zeros / 2 : zeros - zeros / 2;
            pads[axis + 2] = zeros - pads[axis];
        }
        return Arrays.stream(pads).boxed().toList();
    }

    private static IllegalArgumentException refusal(OnnxMl.NodeProto node, String why, String allowed) {
        return Refusal.of(node, why + "; allowed: " + allowed);
    }
}
