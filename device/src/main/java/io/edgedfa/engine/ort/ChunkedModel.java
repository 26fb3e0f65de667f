package io.edgedfa.engine.ort;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.analysis.ElementWiseGroups;
import io.edgedfa.onnx.OnnxWriter;
import io.edgedfa.onnx.reading.Subgraphs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph as an ONNX model in which large element-wise work runs chunk by chunk.
 *
 * <p>ONNX Runtime runs one operator after the other over whole tensors. Adam on a million weights is ten passes, each from and
 * to main memory. Here each {@link ElementWiseGroups group} becomes a Scan over chunks that stay in the second-level cache:
 * a Scan hands its body views of its inputs and has it write into the outputs directly, so nothing is copied.
 *
 * <p>State tensors that only such groups read or write are declared as {@code [chunks, elements]}, the same memory under
 * another shape.
 */
final class ChunkedModel {
    /** Fewer elements fit into the cache as they are. */
    private static final int WORTH_CHUNKS = 65_536;
    /** One Scan iteration costs some ten microseconds, so chunks are as large as several of them fit into 512 KiB. */
    private static final int CHUNK = 20_480;
    private static final int SMALLEST_CHUNK = 4_096;

    private static final String CHUNK_SUFFIX = ".chunk";

    private final Map<Tensor, Shape> shapes = new HashMap<>();
    private final List<OnnxMl.NodeProto> nodes = new ArrayList<>();
    /** The nodes by name, as they were before any of them was told to read another group's tensors under another name. */
    private final Map<String, OnnxMl.NodeProto> plain = new HashMap<>();
    private final OnnxMl.GraphProto.Builder proto;
    private final OnnxMl.ModelProto.Builder model;

    ChunkedModel(Graph graph) {
        model = OnnxWriter.write(graph, Map.of(), Map.of()).toBuilder();
        proto = model.getGraphBuilder();
        nodes.addAll(proto.getNodeList());
        nodes.forEach(node -> plain.put(node.getName(), node));
        for (ElementWiseGroups.Group group : ElementWiseGroups.of(graph, WORTH_CHUNKS)) {
            int chunk = chunk(group.shape().elements());
            if (chunk > 0) {
                replace(graph, group, Shape.of(group.shape().elements() / chunk, chunk));
            }
        }
        proto.clearNode().addAllNode(inOrder());
    }

    /** The largest divisor up to {@link #CHUNK}; 0 if that is too small to pay. */
    private static int chunk(int elements) {
        for (int size = CHUNK; size >= SMALLEST_CHUNK; size--) {
            if (elements % size == 0) {
                return size;
            }
        }
        return 0;
    }

    byte[] bytes() {
        return model.build().toByteArray();
    }

    /** The shape under which a state tensor and its next value are declared. */
    Shape shape(Tensor state) {
        return shapes.getOrDefault(state, state.shape());
    }

    private void replace(Graph graph, ElementWiseGroups.Group group, Shape chunks) {
        List<OnnxMl.NodeProto> body = group.nodes().stream().map(node -> plain.get(node.name())).toList();
        Set<String> names = new HashSet<>(body.stream().map(OnnxMl.NodeProto::getName).toList());
        nodes.removeIf(node -> names.contains(node.getName()));
        Set<Tensor> declared = new HashSet<>();
        for (Tensor input : group.inputs()) {
            Tensor next = graph.updates().get(input);
            boolean own = next == null ? !shapes.containsKey(input) : group.outputs().contains(next);
            if (graph.state().contains(input) && own) {
                declared.add(input);
                shapes.put(input, chunks);
                if (next != null) {
                    declared.add(next);
                }
            }
        }
        OnnxMl.NodeProto.Builder scan = OnnxMl.NodeProto.newBuilder()
                .setName("Scan." + group.nodes().get(0).name())
                .setOpType("Scan")
                .addAttribute(integer("num_scan_inputs", group.inputs().size()))
                .addAttribute(OnnxMl.AttributeProto.newBuilder()
                        .setName("body")
                        .setType(OnnxMl.AttributeProto.AttributeType.GRAPH)
                        .setG(body(group, body, chunks.size(1))));
        for (Tensor input : group.inputs()) {
            scan.addInput(declared.contains(input) ? declare(input, chunks) : reshaped(input.name(), input.name() + ".chunks", chunks));
        }
        for (Tensor output : group.outputs()) {
            if (declared.contains(output)) {
                scan.addOutput(declare(output, chunks));
            } else {
                scan.addOutput(output.name() + ".chunks");
                reshaped(output.name() + ".chunks", output.name(), output.shape());
            }
        }
        nodes.add(scan.build());
    }

    /** Declares a state tensor or its next value in chunks; who else reads it gets it whole. @return its name */
    private String declare(Tensor tensor, Shape chunks) {
        String whole = tensor.name() + ".whole";
        boolean read = nodes.stream().anyMatch(node -> node.getInputList().contains(tensor.name()));
        nodes.replaceAll(node -> Subgraphs.renamed(node, name -> name.equals(tensor.name()) ? whole : name));
        if (read) {
            reshaped(tensor.name(), whole, tensor.shape());
        }
        Tensor chunked = new Tensor(tensor.name(), tensor.type(), chunks);
        for (int i = 0; i < proto.getInputCount(); i++) {
            if (proto.getInput(i).getName().equals(tensor.name())) {
                proto.setInput(i, OnnxWriter.valueInfo(chunked));
            }
        }
        for (int i = 0; i < proto.getOutputCount(); i++) {
            if (proto.getOutput(i).getName().equals(tensor.name())) {
                proto.setOutput(i, OnnxWriter.valueInfo(chunked));
            }
        }
        return tensor.name();
    }

    private String reshaped(String from, String to, Shape shape) {
        boolean there = nodes.stream().anyMatch(node -> node.getOutputList().contains(to));
        if (!there) {
            String target = to + ".shape";
            OnnxMl.TensorProto.Builder sizes = OnnxMl.TensorProto.newBuilder()
                    .setName(target)
                    .setDataType(OnnxMl.TensorProto.DataType.INT64.getNumber())
                    .addDims(shape.rank());
            for (long size : shape.toLongs()) {
                sizes.addInt64Data(size);
            }
            proto.addInitializer(sizes);
            nodes.add(OnnxMl.NodeProto.newBuilder()
                    .setName("Reshape." + to).setOpType("Reshape").addInput(from).addInput(target).addOutput(to).build());
        }
        return to;
    }

    /** The group over one chunk; scalars are read from the graph around. */
    private static OnnxMl.GraphProto body(ElementWiseGroups.Group group, List<OnnxMl.NodeProto> nodes, int elements) {
        Set<String> own = new HashSet<>();
        group.inputs().forEach(tensor -> own.add(tensor.name()));
        group.nodes().forEach(node -> own.add(node.output().name()));
        OnnxMl.GraphProto.Builder body = OnnxMl.GraphProto.newBuilder().setName("chunk");
        group.inputs().forEach(tensor -> body.addInput(chunkOf(tensor, elements)));
        nodes.forEach(node -> body.addNode(Subgraphs.renamed(node, name -> own.contains(name) ? name + CHUNK_SUFFIX : name)));
        group.outputs().forEach(tensor -> body.addOutput(chunkOf(tensor, elements)));
        return body.build();
    }

    private static OnnxMl.ValueInfoProto chunkOf(Tensor tensor, int elements) {
        return OnnxWriter.valueInfo(new Tensor(tensor.name() + CHUNK_SUFFIX, tensor.type(), Shape.of(elements)));
    }

    private static OnnxMl.AttributeProto integer(String name, long value) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name).setType(OnnxMl.AttributeProto.AttributeType.INT).setI(value).build();
    }

    /** The nodes, each after those it reads from, as ONNX wants them. */
    private List<OnnxMl.NodeProto> inOrder() {
        Set<String> missing = new HashSet<>();
        nodes.forEach(node -> missing.addAll(node.getOutputList()));
        List<OnnxMl.NodeProto> waiting = new LinkedList<>(nodes);
        List<OnnxMl.NodeProto> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            int before = waiting.size();
            for (Iterator<OnnxMl.NodeProto> each = waiting.iterator(); each.hasNext();) {
                OnnxMl.NodeProto node = each.next();
                if (Collections.disjoint(reads(node), missing)) {
                    ordered.add(node);
                    missing.removeAll(node.getOutputList());
                    each.remove();
                }
            }
            if (waiting.size() == before) {
                throw new IllegalStateException("chunks made a cycle of the nodes " + waiting.stream().map(OnnxMl.NodeProto::getName).toList());
            }
        }
        return ordered;
    }

    private static Set<String> reads(OnnxMl.NodeProto node) {
        return Subgraphs.reads(node);
    }
}
