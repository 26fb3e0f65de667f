package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Fragment;
import io.edgedfa.graph.Shape;
import io.edgedfa.network.Network;
import io.edgedfa.onnx.reading.node.Opsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of an ONNX file before the place where learning begins: its nodes and constants as they came, whatever operators
 * they are of. Only tensors whose names this product's own files give to their inputs and outputs get others.
 */
public final class FrozenBody implements Fragment {
    /** Of inference graphs and training steps. */
    private static final Set<String> RESERVED = Set.of(Network.INPUT, Network.OUTPUT, Network.PROBABILITIES, "features", "labels",
            "learning_rate", "loss", "correct");

    private final OnnxMl.ModelProto model;
    private final List<OnnxMl.NodeProto> nodes;
    private final List<OnnxMl.TensorProto> initializers;
    private final Set<String> names = new HashSet<>();
    private final Set<String> inFile;
    private final boolean calledInput;
    private final String inputName;
    private final String outputName;
    private final Shape input;
    private final Shape output;

    private FrozenBody(OnnxMl.ModelProto model, DataFlow flow, String cut, Shape input, Shape output) {
        this.model = model;
        this.inFile = flow.names();
        this.calledInput = flow.input().getName().equals(Network.INPUT);
        this.inputName = own(flow.input().getName());
        this.outputName = own(cut);
        this.input = input;
        this.output = output;
        DataFlow.Closure closure = flow.closure(Set.of(cut));
        this.nodes = closure.nodes().stream()
                .map(node -> Subgraphs.names(node).stream().allMatch(name -> own(name).equals(name)) ? node : Subgraphs.renamed(node, this::own))
                .toList();
        this.initializers = model.getGraph().getInitializerList().stream()
                .filter(tensor -> closure.tensors().contains(tensor.getName()))
                .map(tensor -> own(tensor.getName()).equals(tensor.getName()) ? tensor : tensor.toBuilder().setName(own(tensor.getName())).build())
                .toList();
        names.add(inputName);
        initializers.forEach(tensor -> names.add(tensor.getName()));
        for (OnnxMl.NodeProto node : nodes) {
            names.addAll(Subgraphs.names(node));
            names.add(node.getName());
        }
        names.remove("");
    }

    /** The name here of a tensor of the file; the input may be called as ours is, as it is the same. */
    private String own(String name) {
        if (!RESERVED.contains(name) || calledInput && name.equals(Network.INPUT)) {
            return name;
        }
        String own = name + ".body";
        while (inFile.contains(own)) {
            own += ".body";
        }
        return own;
    }

    /**
     * Everything before a cut.
     *
     * @param probe finds out what one sample is at the cut
     * @throws IllegalArgumentException in one line, when it cannot be run on batches of any size
     */
    static FrozenBody before(String cut, OnnxMl.ModelProto model, DataFlow flow, ShapeProbe probe) {
        Shape sample = Samples.shape(flow.input());
        FrozenBody unknown = new FrozenBody(model, flow, cut, sample, null);
        byte[] alone = unknown.alone();
        Shape two = probe.shape(alone, sample.ofBatch(2));
        Shape three = probe.shape(alone, sample.ofBatch(3));
        boolean batched = two.rank() > 1 && two.size(0) == 2 && two.sample().ofBatch(3).equals(three);
        if (!batched) {
            throw new IllegalArgumentException("tensor '" + cut + "' has shape " + two + " for a batch of 2 and " + three
                    + " for a batch of 3; allowed: [batch, ...], so a file exported with a dynamic batch size");
        }
        return new FrozenBody(model, flow, cut, sample, two.sample());
    }

    /**
     * Everything before a tensor, and where that is no vector for each sample, a Flatten behind it.
     *
     * @throws IllegalArgumentException in one line, for a tensor that is not there or does not depend on the input, or a body that
     *     cannot be run on batches of any size
     */
    public static FrozenBody endingAt(String tensor, OnnxMl.ModelProto model, ShapeProbe probe) {
        Opsets.standard(model);
        if (model.getGraph().getNodeList().stream().noneMatch(node -> node.getOutputList().contains(tensor))) {
            throw new IllegalArgumentException("has no node that makes a tensor '" + tensor + "'");
        }
        OnnxMl.ModelProto shortened = withOutput(model, tensor);
        FrozenBody body = before(tensor, shortened, new DataFlow(shortened.getGraph()), probe);
        if (body.output.rank() == 1) {
            return body;
        }
        String flat = tensor + ".flat";
        OnnxMl.ModelProto.Builder longer = withOutput(model, flat).toBuilder();
        longer.getGraphBuilder().addNodeBuilder().setOpType("Flatten").setName(flat).addInput(tensor).addOutput(flat);
        return before(flat, longer.build(), new DataFlow(longer.getGraph()), probe);
    }

    private static OnnxMl.ModelProto withOutput(OnnxMl.ModelProto model, String tensor) {
        OnnxMl.ModelProto.Builder changed = model.toBuilder();
        changed.getGraphBuilder().clearOutput().addOutputBuilder().setName(tensor);
        return changed.build();
    }

    /** The nodes as a model of their own. */
    private byte[] alone() {
        OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("body");
        addTo(graph, inputName, outputName);
        OnnxMl.TypeProto.Tensor.Builder entering = addValue(graph.addInputBuilder(), inputName);
        entering.getShapeBuilder().addDimBuilder().setDimParam("batch");
        for (long size : input.toLongs()) {
            entering.getShapeBuilder().addDimBuilder().setDimValue(size);
        }
        addValue(graph.addOutputBuilder(), outputName);
        OnnxMl.ModelProto.Builder alone = OnnxMl.ModelProto.newBuilder().setIrVersion(irVersion()).setGraph(graph);
        addNeeds(alone);
        return alone.build().toByteArray();
    }

    private static OnnxMl.TypeProto.Tensor.Builder addValue(OnnxMl.ValueInfoProto.Builder value, String name) {
        return value.setName(name).getTypeBuilder().getTensorTypeBuilder()
                .setElemType(OnnxMl.TensorProto.DataType.FLOAT.getNumber());
    }

    /**
     * Adds nodes and constants to a graph, unchanged.
     *
     * @param from name of the tensor there that enters
     * @param to   name under which the tensor that leaves is wanted there
     */
    public void addTo(OnnxMl.GraphProto.Builder graph, String from, String to) {
        initializers.forEach(graph::addInitializer);
        if (!from.equals(inputName)) {
            graph.addNode(identity(from, inputName));
        }
        nodes.forEach(graph::addNode);
        if (!to.equals(outputName)) {
            graph.addNode(identity(outputName, to));
        }
    }

    private static OnnxMl.NodeProto identity(String from, String to) {
        return OnnxMl.NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(to).build();
    }

    /** Adds to a model what the nodes need there: operator sets and functions. */
    public void addNeeds(OnnxMl.ModelProto.Builder other) {
        other.addAllOpsetImport(model.getOpsetImportList()).addAllFunctions(model.getFunctionsList());
    }

    /** The version of the standard operators that the nodes are written for. */
    public int opset() {
        return Opsets.standard(model);
    }

    /** The version of the file format that the nodes are written for. */
    public long irVersion() {
        return model.getIrVersion();
    }

    /** Name of the tensor that leaves: where the file was cut. */
    public String cut() {
        return outputName;
    }

    @Override
    public Shape input() {
        return input;
    }

    @Override
    public Shape output() {
        return output;
    }

    @Override
    public Set<String> names() {
        return names;
    }
}
