package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Shape;
import io.edgedfa.network.Block;
import io.edgedfa.network.layer.HardSwish;
import io.edgedfa.network.layer.Logistic;
import io.edgedfa.network.weight.WeightedLayer;
import io.edgedfa.onnx.reading.node.BlockBuilder.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Recognises blocks in nodes: dense layers (Gemm, or MatMul with Add), convolutions, pooling, frozen batch normalisation,
 * activations, skip connections, with an optional Softmax or LogSoftmax at the end.
 */
public final class NetworkReader {
    private static final Set<String> WEIGHTED = Set.of("Gemm", "MatMul", "Conv", "ConvTranspose");
    private static final Set<String> UNCHANGED = Set.of("Identity", "Dropout");
    /** Nodes that compute a shape from a shape, as exporters write for a view with a free batch. */
    private static final Set<String> SIZES = Set.of("Shape", "Gather", "Unsqueeze", "Concat");
    private static final Set<String> LAST = Set.of("Softmax", "LogSoftmax");
    private static final Set<String> TYPES = new TreeSet<>();
    private static final String ALLOWED;

    static {
        List.of(WEIGHTED, UNCHANGED, LAST, LayerNodes.TYPES, SIZES, Set.of("Add", "Mul", "Pad", "Sigmoid", "HardSigmoid")).forEach(TYPES::addAll);
        Set<String> named = new TreeSet<>(TYPES);
        named.removeAll(SIZES);
        ALLOWED = String.join(", ", named);
    }

    /**
     * What was recognised.
     *
     * @param blocks in order
     * @param values parameters by name, in block order
     * @param last   type of the last node where that is no part of a block: Softmax or LogSoftmax; else empty
     */
    public record Result(List<Block> blocks, Map<String, float[]> values, String last) {}

    private final Constants constants;
    private final LayerNodes layers;
    private final BlockBuilder builder;
    private final Map<String, Place> places = new HashMap<>();
    /** Number of sizes in each tensor that {@link #SIZES} made. */
    private final Map<String, Integer> sizes = new HashMap<>();
    /** Factors of a Mul that still waits for its Sigmoid, by the tensor that the Mul makes. */
    private final Map<String, Float> slopes = new HashMap<>();
    /** What goes into a HardSigmoid, by the tensor that it makes; with a Mul of both it is a HardSwish. */
    private final Map<String, String> gates = new HashMap<>();
    private String last = "";

    private NetworkReader(Constants constants, Set<String> taken) {
        this.constants = constants;
        this.layers = new LayerNodes(constants);
        this.builder = new BlockBuilder(taken);
    }

    /** Whether nodes of a type can be learned through; whether this one can, {@link #read} tells. */
    public static boolean knows(OnnxMl.NodeProto node) {
        return TYPES.contains(node.getOpType()) && Opsets.isStandard(node.getDomain());
    }

    /** Whether a node has weights to learn. */
    public static boolean isWeighted(OnnxMl.NodeProto node) {
        return WEIGHTED.contains(node.getOpType());
    }

    /**
     * Reads blocks.
     *
     * @param nodes  in order, from {@code start} to {@code end}
     * @param start  name of the tensor that enters
     * @param sample shape of one sample of it
     * @param end    name of the tensor that leaves
     * @param taken  names that blocks must not have
     * @throws IllegalArgumentException naming the node or tensor and what is allowed
     */
    public static Result read(List<OnnxMl.NodeProto> nodes, Constants constants, String start, Shape sample, String end, Set<String> taken) {
        NetworkReader reader = new NetworkReader(constants, taken);
        reader.places.put(start, new Place(BlockBuilder.START, 0, sample));
        nodes.forEach(reader::take);
        if (reader.builder.blocks().isEmpty()) {
            throw new IllegalArgumentException("has no layer with weights; allowed: at least one Gemm, MatMul or Conv");
        }
        Place reached = reader.places.get(end);
        if (reached == null || reached.block() != reader.builder.blocks().size() - 1) {
            throw new IllegalArgumentException("has output '" + end + "', which is not the end of its last layer; allowed operators: " + ALLOWED);
        }
        return new Result(List.copyOf(reader.builder.blocks()), new LinkedHashMap<>(reader.builder.values()), reader.last);
    }

    private void take(OnnxMl.NodeProto node) {
        if (!Opsets.isStandard(node.getDomain())) {
            throw refusal(node, "is of domain '" + node.getDomain() + "'");
        }
        if (!TYPES.contains(node.getOpType())) {
            throw refusal(node, "cannot be trained");
        }
        if (!last.isEmpty()) {
            throw refusal(node, "comes after a " + last);
        }
        if (node.getOutputCount() == 0 || node.getInputCount() == 0) {
            throw refusal(node, "has no input or no output");
        }
        if (SIZES.contains(node.getOpType())) {
            sizes.put(node.getOutput(0), countSizes(node));
            return;
        }
        Set<String> reads = new HashSet<>(node.getInputList());
        reads.retainAll(slopes.keySet());
        if (!reads.isEmpty() && !node.getOpType().equals("Sigmoid")) {
            throw refusal(node, "follows a Mul");
        }
        place(node);
    }

    private void place(OnnxMl.NodeProto node) {
        String output = node.getOutput(0);
        switch (node.getOpType()) {
            case "Gemm", "MatMul", "Conv", "ConvTranspose" -> places.put(output, addBlock(node));
            case "Add" -> places.put(output, add(node));
            case "HardSigmoid" -> gates.put(output, gated(node));
            case "Mul" -> multiply(node);
            case "Sigmoid" -> places.put(output, builder.addLayers(node, at(node, node.getInput(0)),
                    List.of(new Logistic(slopes.getOrDefault(node.getInput(0), 1f)))));
            case "Pad" -> {
                refusePadding(node);
                places.put(output, at(node, node.getInput(0)));
            }
            case "Identity", "Dropout" -> places.put(output, at(node, node.getInput(0)));
            case "Softmax", "LogSoftmax" -> {
                last = node.getOpType();
                places.put(output, at(node, node.getInput(0)));
            }
            default -> {
                Place at = at(node, node.getInput(0));
                refuseMoving(node);
                String name = at.block() == BlockBuilder.START ? "" : builder.block(at).name() + ".normalization" + (at.layer() == 0 ? "" : at.layer());
                places.put(output, builder.addLayers(node, at, layers.read(node, at.shape(), name)));
            }
        }
    }

    /** A slope before a Sigmoid, or the second half of a HardSwish. */
    private void multiply(OnnxMl.NodeProto node) {
        String output = node.getOutput(0);
        for (int i = 0; i < node.getInputCount() && node.getInputCount() == 2; i++) {
            if (node.getInput(1 - i).equals(gates.get(node.getInput(i)))) {
                places.put(output, builder.addLayers(node, at(node, node.getInput(1 - i)), List.of(new HardSwish())));
                return;
            }
        }
        String factor = constantInput(node);
        slopes.put(output, constants.scalar(factor));
        places.put(output, at(node, node.getInput(node.getInput(0).equals(factor) ? 1 : 0)));
    }

    private String gated(OnnxMl.NodeProto node) {
        Attributes attributes = new Attributes(node);
        float alpha = attributes.real("alpha", 0.2f);
        float beta = attributes.real("beta", 0.5f);
        if (Math.abs(alpha - 1 / 6f) > 1e-6 || beta != 0.5f) {
            throw Refusal.of(node, "has alpha " + alpha + " and beta " + beta + "; allowed: 1/6 and 1/2, those of a HardSwish");
        }
        return node.getInput(0);
    }

    /** The place of a tensor that is no constant. */
    private Place at(OnnxMl.NodeProto node, String tensor) {
        Place place = places.get(tensor);
        if (place == null) {
            throw refusal(node, "is not on a path from input to output");
        }
        return place;
    }

    /** The one input that is constant, of two. */
    private String constantInput(OnnxMl.NodeProto node) {
        List<String> found = node.getInputList().stream().filter(constants::has).toList();
        if (node.getInputCount() < 2) {
            throw refusal(node, "has no second input");
        }
        if (node.getInputCount() != 2 || found.size() != 1) {
            throw refusal(node, "has other inputs than a constant and one that is none");
        }
        return found.get(0);
    }

    private Place addBlock(OnnxMl.NodeProto node) {
        Place from = at(node, node.getInput(0));
        if (node.getInputCount() < 2) {
            throw refusal(node, "has no second input");
        }
        String bias = node.getInputCount() > 2 ? node.getInput(2) : "";
        String weight = node.getInput(1);
        if (node.getOpType().equals("Gemm") || node.getOpType().equals("MatMul")) {
            DenseNode dense = DenseNode.read(node, constants);
            return builder.addBlock(node, from, dense.layer(), weight, dense.weight(), dense.bias());
        }
        WeightedLayer layer = WindowedNodes.weighted(node, constants, from.shape());
        int units = layer.biasShape().elements();
        return builder.addBlock(node, from, layer, weight, constants.tensor(weight, 4).values(),
                bias.isEmpty() ? new float[units] : constants.vector(bias, units));
    }

    /** A bias, or two branches. */
    private Place add(OnnxMl.NodeProto node) {
        if (node.getInputCount() != 2) {
            throw refusal(node, "has " + node.getInputCount() + " inputs");
        }
        if (node.getInputList().stream().noneMatch(constants::has)) {
            return builder.addResidual(node, at(node, node.getInput(0)), at(node, node.getInput(1)));
        }
        String added = constantInput(node);
        Place at = at(node, node.getInput(node.getInput(0).equals(added) ? 1 : 0));
        if (at.block() == BlockBuilder.START || at.layer() != 0 || !builder.block(at).after().isEmpty()) {
            throw refusal(node, "is not the bias of a layer with weights");
        }
        float[] sum = builder.values().get(builder.block(at).bias());
        float[] values = constants.vector(added, sum.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
        return at;
    }

    /** Refuses all but a Pad of nothing, which exporters write before a pooling. */
    private void refusePadding(OnnxMl.NodeProto node) {
        List<Long> pads = node.getInputCount() > 1 ? constants.integers(node.getInput(1)) : new Attributes(node).integers("pads");
        if (pads.stream().anyMatch(pad -> pad != 0)) {
            throw refusal(node, "pads by " + pads + "; allowed: nothing, or padding of a Conv or pooling");
        }
    }

    /** Only a Reshape may take a second value that is computed, and only sizes. */
    private void refuseMoving(OnnxMl.NodeProto node) {
        for (String name : node.getInputList().subList(1, node.getInputCount())) {
            boolean rows = node.getOpType().equals("Reshape") && sizes.getOrDefault(name, 0) == 2;
            if (!name.isEmpty() && !constants.has(name) && !rows) {
                throw refusal(node, "computes its '" + name + "'");
            }
        }
    }

    private int countSizes(OnnxMl.NodeProto node) {
        switch (node.getOpType()) {
            case "Shape":
                return at(node, node.getInput(0)).shape().rank() + 1;
            case "Gather":
                return sizesOf(node, node.getInput(0)) == 0 ? 0 : 1;
            case "Unsqueeze":
                return sizesOf(node, node.getInput(0));
            default:
                return node.getInputList().stream().mapToInt(name -> sizesOf(node, name)).sum();
        }
    }

    private int sizesOf(OnnxMl.NodeProto node, String name) {
        if (!sizes.containsKey(name) && !constants.has(name)) {
            throw refusal(node, "cannot be trained");
        }
        return sizes.getOrDefault(name, 1);
    }

    private static IllegalArgumentException refusal(OnnxMl.NodeProto node, String why) {
        return Refusal.of(node, why + "; allowed operators: " + ALLOWED);
    }
}
