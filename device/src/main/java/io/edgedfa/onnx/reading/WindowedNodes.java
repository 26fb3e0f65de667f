package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Window;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.TransposedConvolution;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.List;

/** Convolutions and pooling of a file. */
final class WindowedNodes {
    private static final List<Integer> ONES = List.of(1, 1);
    private static final List<Integer> ZEROS = List.of(0, 0);
    private static final int MAX_SIZE = 4_096;

    private WindowedNodes() {}

    /** The layer of a Conv or ConvTranspose node. */
    static WeightedLayer weighted(OnnxMl.NodeProto node, Initializers initializers) {
        if (node.getInputCount() < 2) {
            throw refusal(node, "has no weight", "a constant weight");
        }
        Attributes attributes = new Attributes(node);
        List<Integer> weight = initializers.tensor(node.getInput(1), 4).shape();
        Window window = window(node, weight.subList(2, 4));
        if (attributes.integer("group", 1) != 1) {
            throw refusal(node, "has group " + attributes.integer("group", 1), "group 1");
        }
        if (node.getOpType().equals("Conv")) {
            return new Convolution(weight.get(1), weight.get(0), window);
        }
        if (attributes.has("output_shape")) {
            throw refusal(node, "has an output_shape, which sets its padding", "pads and output_padding");
        }
        List<Integer> extra = attributes.integers("output_padding", ZEROS);
        return new TransposedConvolution(weight.get(0), weight.get(1), window, extra.get(0), extra.get(1));
    }

    /** The window of a MaxPool node. */
    static Window pool(OnnxMl.NodeProto node) {
        Attributes attributes = new Attributes(node);
        if (attributes.integer("ceil_mode", 0) != 0 || attributes.integer("storage_order", 0) != 0) {
            throw refusal(node, "has ceil_mode or storage_order set", "0");
        }
        return window(node, attributes.integers("kernel_shape", ONES));
    }

    /** The window of an AveragePool node. */
    static Window averagePool(OnnxMl.NodeProto node) {
        Window window = pool(node);
        boolean padded = window.top() + window.left() + window.bottom() + window.right() > 0;
        if (padded && new Attributes(node).integer("count_include_pad", 0) == 0) {
            throw refusal(node, "leaves the padding out of its means", "count_include_pad 1, or no padding");
        }
        return window;
    }

    private static Window window(OnnxMl.NodeProto node, List<Integer> size) {
        Attributes attributes = new Attributes(node);
        if (!attributes.integers("dilations", ONES).equals(ONES)) {
            throw refusal(node, "has dilations " + attributes.integers("dilations", ONES), "[1, 1]");
        }
        String padding = attributes.text("auto_pad", "NOTSET");
        if (!padding.equals("NOTSET") && !padding.equals("VALID")) {
            throw refusal(node, "has auto_pad " + padding, "NOTSET, VALID");
        }
        List<Integer> strides = attributes.integers("strides", ONES);
        List<Integer> pads = attributes.integers("pads", List.of(0, 0, 0, 0));
        if (!attributes.integers("kernel_shape", size).equals(size) || strides.stream().anyMatch(s -> s > MAX_SIZE)
                || size.stream().anyMatch(s -> s > MAX_SIZE)) {
            throw refusal(node, "has a kernel of " + attributes.integers("kernel_shape", size) + " and strides " + strides,
                    "the weight's size " + size + ", up to " + MAX_SIZE);
        }
        try {
            return new Window(size.get(0), size.get(1), strides.get(0), strides.get(1), pads.get(0), pads.get(1), pads.get(2), pads.get(3));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("node '" + node.getName() + "' (" + node.getOpType() + ") has the " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException refusal(OnnxMl.NodeProto node, String why, String allowed) {
        return new IllegalArgumentException(
                "node '" + node.getName() + "' (" + node.getOpType() + ") " + why + "; allowed: " + allowed);
    }
}
