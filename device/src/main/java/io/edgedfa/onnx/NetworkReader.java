package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.network.Block;
import io.edgedfa.network.Dense;
import io.edgedfa.network.Layer;
import io.edgedfa.network.Logistic;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Relu;
import io.edgedfa.network.Tanh;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recognises a network in an ONNX graph: one chain from the only input, of dense layers (Gemm, or MatMul with Add) and
 * activations, with an optional Softmax at the end.
 */
final class NetworkReader {
    private static final String ALLOWED = "Gemm, MatMul, Add, Tanh, Relu, Sigmoid, Mul (before Sigmoid), Identity, Dropout,"
            + " Softmax (last)";

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
            throw new IllegalArgumentException("has no dense layer; allowed: at least one Gemm or MatMul");
        }
        if (reader.pendingSlope != 1) {
            throw new IllegalArgumentException("ends in a Mul; allowed operators: " + ALLOWED);
        }
        checkOutput(graph, reader);
        Network network = new Network(reader.blocks);
        checkInput(input, network);
        return new Result(network, new Parameters(reader.values));
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

    private static void checkInput(OnnxMl.ValueInfoProto input, Network network) {
        OnnxMl.TensorShapeProto shape = input.getType().getTensorType().getShape();
        boolean matrix = shape.getDimCount() == 2;
        if (!matrix || (shape.getDim(1).hasDimValue() && shape.getDim(1).getDimValue() != network.inputs())) {
            String sizes = shape.getDimList().stream()
                    .map(d -> d.hasDimValue() ? Long.toString(d.getDimValue()) : d.getDimParam())
                    .toList().toString();
            throw new IllegalArgumentException(
                    "input '" + input.getName() + "' has shape " + sizes + "; allowed: [batch, " + network.inputs() + "]");
        }
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
            case "MatMul" -> addBlock(node, initializers.matrix(node.getInput(1), false), null);
            case "Add" -> takeBias(node);
            case "Tanh" -> addLayer(node, new Tanh());
            case "Relu" -> addLayer(node, new Relu());
            case "Mul" -> pendingSlope = initializers.scalar(node.getInput(1));
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
        boolean transB = false;
        for (OnnxMl.AttributeProto attribute : node.getAttributeList()) {
            String name = attribute.getName();
            if (name.equals("transB")) {
                transB = attribute.getI() == 1;
            } else if (name.equals("transA") && attribute.getI() != 0
                    || (name.equals("alpha") || name.equals("beta")) && attribute.getF() != 1) {
                throw refusal(node, "has " + name + " set; allowed: transA 0, alpha 1, beta 1");
            }
        }
        if (node.getInputCount() < 2) {
            throw refusal(node, "has no weight");
        }
        boolean biased = node.getInputCount() > 2 && !node.getInput(2).isEmpty();
        addBlock(node, initializers.matrix(node.getInput(1), transB), biased ? node.getInput(2) : null);
    }

    private void addBlock(OnnxMl.NodeProto node, Initializers.Matrix weight, String bias) {
        Dense dense = new Dense(weight.rows(), weight.columns());
        if (!blocks.isEmpty() && last().dense().units() != dense.inputs()) {
            throw refusal(node, "takes " + dense.inputs() + " inputs, but the layer before has " + last().dense().units() + " units");
        }
        String stem = weight.name().endsWith(".weight")
                ? weight.name().substring(0, weight.name().length() - ".weight".length())
                : "block" + (blocks.size() + 1);
        Block block = new Block(stem, dense, List.of());
        if (values.containsKey(block.weight())) {
            throw refusal(node, "uses weight '" + weight.name() + "' a second time");
        }
        blocks.add(block);
        values.put(block.weight(), weight.values());
        values.put(block.bias(), bias == null ? new float[dense.units()] : initializers.vector(bias, dense.units()));
    }

    private void takeBias(OnnxMl.NodeProto node) {
        if (blocks.isEmpty() || !last().after().isEmpty()) {
            throw refusal(node, "is not the bias of a MatMul");
        }
        float[] sum = values.get(last().bias());
        float[] added = initializers.vector(node.getInput(1), sum.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += added[i];
        }
    }

    private void addLayer(OnnxMl.NodeProto node, Layer layer) {
        if (blocks.isEmpty()) {
            throw refusal(node, "comes before the first dense layer");
        }
        List<Layer> after = new ArrayList<>(last().after());
        after.add(layer);
        blocks.set(blocks.size() - 1, new Block(last().name(), last().dense(), after));
    }

    private Block last() {
        return blocks.get(blocks.size() - 1);
    }

    private static IllegalArgumentException refusal(OnnxMl.NodeProto node, String why) {
        return new IllegalArgumentException(
                "node '" + node.getName() + "' (" + node.getOpType() + ") " + why + "; allowed operators: " + ALLOWED);
    }
}
