package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Shape;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.AveragePool;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.FrozenBatchNormalization;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.LeakyRelu;
import io.edgedfa.network.layer.Logistic;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Relu;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Dense;
import io.edgedfa.network.weight.WeightedLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recognises a network in an ONNX graph: one chain from the only input, of dense layers (Gemm, or MatMul with Add),
 * convolutions, pooling, frozen batch normalisation and activations, with an optional Softmax at the end.
 */
final class NetworkReader {
    private static final String ALLOWED = "Gemm, MatMul, Add, Conv, ConvTranspose, MaxPool, AveragePool, BatchNormalization,"
            + " Flatten, Reshape (to [batch, values]), Tanh, Relu, LeakyRelu, Sigmoid, Mul (before Sigmoid), Identity, Dropout,"
            + " Softmax (last)";

    /** Pixels and channels of an image, at most. */
    private static final int MAX_SIZE = 65_536;

    record Result(Network network, Parameters parameters) {}

    private final Initializers initializers;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private String current;
    /** The factor of a Mul that still waits for its Sigmoid; 1 for none. */
    private float pendingSlope = 1;
    private boolean finished;

    private NetworkReader(Initializers initializers, String input) {
        this.initializers = initializers;
        this.current = input;
    }

    /** @throws IllegalArgumentException naming the node or tensor and what is allowed */
    static Result read(OnnxMl.ModelProto model) {
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new IllegalArgumentException("holds no graph: cut, or not an ONNX model");
        }
        OnnxMl.GraphProto graph = model.getGraph();
        Initializers initializers = new Initializers(graph);
        OnnxMl.ValueInfoProto input = onlyInput(graph, initializers);
        NetworkReader reader = new NetworkReader(initializers, input.getName());
        graph.getNodeList().forEach(reader::take);
        if (reader.blocks.isEmpty()) {
            throw new IllegalArgumentException("has no layer with weights; allowed: at least one Gemm, MatMul or Conv");
        }
        if (reader.pendingSlope != 1) {
            throw new IllegalArgumentException("ends in a Mul; allowed operators: " + ALLOWED);
        }
        checkOutput(graph, reader);
        return new Result(new Network(inputShape(input, reader.blocks.get(0)), reader.blocks), new Parameters(reader.values));
    }

    private static OnnxMl.ValueInfoProto onlyInput(OnnxMl.GraphProto graph, Initializers initializers) {
        List<OnnxMl.ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !initializers.has(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("has " + inputs.size() + " inputs "
                    + inputs.stream().map(OnnxMl.ValueInfoProto::getName).toList() + "; allowed: one");
        }
        return inputs.get(0);
    }

    /** Shape of one sample: as the file says, or where it leaves the number of features open, as the first block does. */
    private static Shape inputShape(OnnxMl.ValueInfoProto input, Block first) {
        List<OnnxMl.TensorShapeProto.Dimension> sizes = input.getType().getTensorType().getShape().getDimList();
        List<OnnxMl.TensorShapeProto.Dimension> sample = sizes.subList(Math.min(1, sizes.size()), sizes.size());
        boolean image = sample.size() == 3 && sample.stream().allMatch(d -> d.getDimValue() > 0 && d.getDimValue() <= MAX_SIZE);
        if (first.weighted() instanceof Dense dense) {
            if (sample.size() == 1 && (!sample.get(0).hasDimValue() || sample.get(0).getDimValue() == dense.inputs())) {
                return Shape.of(dense.inputs());
            }
            throw inputRefusal(input, sizes, "[batch, " + dense.inputs() + "]");
        }
        if (!image) {
            throw inputRefusal(input, sizes, "[batch, channels, height, width] with the last three known");
        }
        return Shape.of(sample.stream().mapToInt(d -> (int) d.getDimValue()).toArray());
    }

    private static IllegalArgumentException inputRefusal(
            OnnxMl.ValueInfoProto input, List<OnnxMl.TensorShapeProto.Dimension> sizes, String allowed) {
        String shape = sizes.stream()
                .map(d -> d.hasDimValue() ? Long.toString(d.getDimValue()) : d.getDimParam())
                .toList().toString();
        return new IllegalArgumentException("input '" + input.getName() + "' has shape " + shape + "; allowed: " + allowed);
    }

    private static void checkOutput(OnnxMl.GraphProto graph, NetworkReader reader) {
        boolean reached = graph.getOutputList().stream().anyMatch(output -> output.getName().equals(reader.current));
        if (!reached) {
            throw new IllegalArgumentException("ends at '" + reader.current + "', which is not an output of the graph");
        }
    }

    private void take(OnnxMl.NodeProto node) {
        if (!node.getDomain().isEmpty() && !node.getDomain().equals("ai.onnx")) {
            throw refusal(node, "is of domain '" + node.getDomain() + "'");
        }
        if (node.getInputCount() == 0 || !node.getInput(0).equals(current) || finished) {
            throw refusal(node, "is not on the single path from input to output");
        }
        if (pendingSlope != 1 && !node.getOpType().equals("Sigmoid")) {
            throw refusal(node, "follows a Mul");
        }
        switch (node.getOpType()) {
            case "Gemm" -> takeGemm(node);
            case "MatMul" -> addDense(node, initializers.matrix(second(node), false), "");
            case "Add" -> takeBias(node);
            case "Tanh" -> addLayer(node, new Tanh());
            case "Relu" -> addLayer(node, new Relu());
            case "LeakyRelu" -> addLayer(node, new LeakyRelu(new Attributes(node).real("alpha", LeakyRelu.USUAL_SLOPE)));
            case "Conv", "ConvTranspose" -> addBlock(node, WindowedNodes.weighted(node, initializers), weightOf(node), biasOf(node));
            case "MaxPool" -> addLayer(node, new MaxPool(WindowedNodes.pool(node)));
            case "AveragePool" -> addLayer(node, new AveragePool(WindowedNodes.averagePool(node)));
            case "BatchNormalization" -> addLayer(node, batchNormalization(node));
            case "Flatten", "Reshape" -> addLayer(node, flatten(node));
            case "Mul" -> pendingSlope = initializers.scalar(second(node));
            case "Sigmoid" -> {
                addLayer(node, new Logistic(pendingSlope));
                pendingSlope = 1;
            }
            case "Identity", "Dropout" -> { }
            case "Softmax" -> finished = true;
            default -> throw refusal(node, "cannot be trained");
        }
        if (node.getOutputCount() == 0) {
            throw refusal(node, "has no output");
        }
        current = node.getOutput(0);
    }

    private void takeGemm(OnnxMl.NodeProto node) {
        Attributes attributes = new Attributes(node);
        boolean transB = attributes.integer("transB", 0) == 1;
        if (attributes.integer("transA", 0) != 0 || attributes.real("alpha", 1) != 1 || attributes.real("beta", 1) != 1) {
            throw refusal(node, "has transA, alpha or beta set; allowed: transA 0, alpha 1, beta 1");
        }
        addDense(node, initializers.matrix(second(node), transB), biasOf(node));
    }

    /** The name of a node's second input. */
    private static String second(OnnxMl.NodeProto node) {
        if (node.getInputCount() < 2) {
            throw refusal(node, "has no second input");
        }
        return node.getInput(1);
    }

    private static String biasOf(OnnxMl.NodeProto node) {
        return node.getInputCount() > 2 ? node.getInput(2) : "";
    }

    private Weight weightOf(OnnxMl.NodeProto node) {
        return new Weight(node.getInput(1), initializers.tensor(node.getInput(1), 4).values());
    }

    /** @param values row-major, as the layer stores them */
    private record Weight(String name, float[] values) {}

    private void addDense(OnnxMl.NodeProto node, Initializers.Matrix weight, String bias) {
        Dense dense = new Dense(weight.rows(), weight.columns());
        if (!blocks.isEmpty() && last().weighted() instanceof Dense before && before.units() != dense.inputs()) {
            throw refusal(node, "takes " + dense.inputs() + " inputs, but the layer before has " + before.units() + " units");
        }
        addBlock(node, dense, new Weight(weight.name(), weight.values()), bias);
    }

    /** @param bias name of its initializer, empty for none */
    private void addBlock(OnnxMl.NodeProto node, WeightedLayer layer, Weight weight, String bias) {
        String stem = weight.name().endsWith(".weight")
                ? weight.name().substring(0, weight.name().length() - ".weight".length())
                : "block" + (blocks.size() + 1);
        Block block = new Block(stem, layer, List.of());
        if (values.containsKey(block.weight())) {
            throw refusal(node, "uses weight '" + weight.name() + "' a second time");
        }
        blocks.add(block);
        values.put(block.weight(), weight.values());
        int length = layer.biasShape().elements();
        values.put(block.bias(), bias.isEmpty() ? new float[length] : initializers.vector(bias, length));
    }

    private Layer batchNormalization(OnnxMl.NodeProto node) {
        if (blocks.isEmpty() || node.getInputCount() != 5) {
            throw refusal(node, "needs five inputs and a layer with weights before it");
        }
        if (new Attributes(node).integer("training_mode", 0) != 0) {
            throw refusal(node, "is in training mode; allowed: statistics that are frozen");
        }
        int channels = last().weighted().biasShape().elements();
        String scale = node.getInput(1);
        String stem = scale.endsWith(".scale") ? scale.substring(0, scale.length() - ".scale".length()) : last().name() + ".normalization";
        return new FrozenBatchNormalization(stem, initializers.vector(scale, channels),
                initializers.vector(node.getInput(2), channels), initializers.vector(node.getInput(3), channels),
                initializers.vector(node.getInput(4), channels), new Attributes(node).real("epsilon", 1e-5f));
    }

    private Layer flatten(OnnxMl.NodeProto node) {
        if (node.getOpType().equals("Flatten")) {
            if (new Attributes(node).integer("axis", 1) != 1) {
                throw refusal(node, "keeps another axis than the batch; allowed: axis 1");
            }
        } else {
            List<Long> shape = initializers.integers(second(node));
            if (shape.size() != 2 || shape.get(0) > 0 && shape.get(1) > 0) {
                throw refusal(node, "gives shape " + shape + "; allowed: [batch, values]");
            }
        }
        return new Flatten();
    }

    private void takeBias(OnnxMl.NodeProto node) {
        if (blocks.isEmpty() || !last().after().isEmpty()) {
            throw refusal(node, "is not the bias of a MatMul");
        }
        float[] sum = values.get(last().bias());
        float[] added = initializers.vector(second(node), sum.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += added[i];
        }
    }

    private void addLayer(OnnxMl.NodeProto node, Layer layer) {
        if (blocks.isEmpty()) {
            throw refusal(node, "comes before the first layer with weights");
        }
        List<Layer> after = new ArrayList<>(last().after());
        after.add(layer);
        blocks.set(blocks.size() - 1, new Block(last().name(), last().weighted(), after));
    }

    private Block last() {
        return blocks.get(blocks.size() - 1);
    }

    private static IllegalArgumentException refusal(OnnxMl.NodeProto node, String why) {
        return new IllegalArgumentException(
                "node '" + node.getName() + "' (" + node.getOpType() + ") " + why + "; allowed operators: " + ALLOWED);
    }
}
