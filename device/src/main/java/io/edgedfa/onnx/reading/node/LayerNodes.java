package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Shape;
import io.edgedfa.network.layer.AveragePool;
import io.edgedfa.network.layer.Clip;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.FrozenBatchNormalization;
import io.edgedfa.network.layer.HardSwish;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.LeakyRelu;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Relu;
import io.edgedfa.network.layer.Tanh;
import java.util.List;
import java.util.Set;

/** Nodes without weights to learn, as layers. */
record LayerNodes(Constants constants) {
    /** The types that {@link #read} knows. */
    static final Set<String> TYPES = Set.of("Tanh", "Relu", "LeakyRelu", "Clip", "HardSwish", "MaxPool", "AveragePool",
            "GlobalAveragePool", "GlobalMaxPool", "ReduceMean", "BatchNormalization", "Flatten", "Reshape", "Squeeze");

    /**
     * The layers that one node is.
     *
     * @param image shape of one sample that enters, {@code [channels, height, width]} or {@code [features]}
     * @param name  unique in the network, for a layer that has constants
     */
    List<Layer> read(OnnxMl.NodeProto node, Shape image, String name) {
        return switch (node.getOpType()) {
            case "Tanh" -> List.of(new Tanh());
            case "Relu" -> List.of(new Relu());
            case "LeakyRelu" -> List.of(new LeakyRelu(new Attributes(node).real("alpha", LeakyRelu.USUAL_SLOPE)));
            case "Clip" -> List.of(new Clip(bound(node, "min", 1, -Float.MAX_VALUE), bound(node, "max", 2, Float.MAX_VALUE)));
            case "HardSwish" -> List.of(new HardSwish());
            case "MaxPool" -> List.of(new MaxPool(WindowedNodes.pool(node, image)));
            case "AveragePool" -> List.of(new AveragePool(WindowedNodes.averagePool(node, image)));
            case "GlobalAveragePool" -> List.of(new AveragePool(WindowedNodes.whole(node, image)));
            case "GlobalMaxPool" -> List.of(new MaxPool(WindowedNodes.whole(node, image)));
            case "ReduceMean" -> mean(node, image);
            case "BatchNormalization" -> List.of(batchNormalization(node, image.size(0), name));
            case "Flatten", "Reshape", "Squeeze" -> List.of(flatten(node));
            default -> throw new IllegalStateException(node.getOpType());
        };
    }

    /** A bound of a Clip: an attribute before opset 11, an input since. */
    private float bound(OnnxMl.NodeProto node, String name, int input, float absent) {
        boolean given = node.getInputCount() > input && !node.getInput(input).isEmpty();
        return given ? constants.scalar(node.getInput(input)) : new Attributes(node).real(name, absent);
    }

    private List<Layer> mean(OnnxMl.NodeProto node, Shape image) {
        List<Long> axes = axes(node);
        if (!isSpatial(axes)) {
            throw Refusal.of(node, "takes the mean over axes " + axes + "; allowed: [2, 3]");
        }
        boolean keeps = new Attributes(node).integer("keepdims", 1) != 0;
        AveragePool pool = new AveragePool(WindowedNodes.whole(node, image));
        return keeps ? List.of(pool) : List.of(pool, new Flatten());
    }

    /** Axes: an attribute in old opsets, an input in new ones. */
    private List<Long> axes(OnnxMl.NodeProto node) {
        return node.getInputCount() > 1 ? constants.integers(node.getInput(1)) : new Attributes(node).integers("axes");
    }

    /** Whether axes are an image's height and width, counted from either end. */
    private static boolean isSpatial(List<Long> axes) {
        return axes.equals(List.of(2L, 3L)) || axes.equals(List.of(-2L, -1L));
    }

    private Layer batchNormalization(OnnxMl.NodeProto node, int channels, String name) {
        if (node.getInputCount() != 5) {
            throw Refusal.of(node, "has " + node.getInputCount() + " inputs; allowed: 5");
        }
        if (new Attributes(node).integer("training_mode", 0) != 0) {
            throw Refusal.of(node, "is in training mode; allowed: statistics that are frozen");
        }
        String scale = node.getInput(1);
        String stem = scale.endsWith(".scale") ? scale.substring(0, scale.length() - ".scale".length()) : name;
        return new FrozenBatchNormalization(stem, constants.vector(scale, channels),
                constants.vector(node.getInput(2), channels), constants.vector(node.getInput(3), channels),
                constants.vector(node.getInput(4), channels), new Attributes(node).real("epsilon", 1e-5f));
    }

    private Layer flatten(OnnxMl.NodeProto node) {
        switch (node.getOpType()) {
            case "Flatten" -> {
                if (new Attributes(node).integer("axis", 1) != 1) {
                    throw Refusal.of(node, "keeps another axis than the batch; allowed: axis 1");
                }
            }
            case "Squeeze" -> {
                List<Long> axes = axes(node);
                if (!isSpatial(axes)) {
                    throw Refusal.of(node, "removes axes " + axes + "; allowed: [2, 3]");
                }
            }
            default -> {
                if (node.getInputCount() < 2) {
                    throw Refusal.of(node, "has no second input");
                }
                // A shape that is computed was checked by who computed it.
                if (constants.has(node.getInput(1))) {
                    List<Long> shape = constants.integers(node.getInput(1));
                    if (shape.size() != 2 || shape.get(0) > 0 && shape.get(1) > 0) {
                        throw Refusal.of(node, "gives shape " + shape + "; allowed: [batch, values]");
                    }
                }
            }
        }
        return new Flatten();
    }
}
