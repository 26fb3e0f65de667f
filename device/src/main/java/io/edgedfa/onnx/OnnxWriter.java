package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.onnx.reading.FrozenBody;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Graphs as ONNX models. */
public final class OnnxWriter {
    /** The opset of every file written here that holds no foreign nodes; ONNX Runtime 1.12 and newer run it. */
    public static final int OPSET = 17;
    /** The intermediate representation that belongs to {@link #OPSET}. */
    public static final int IR_VERSION = 8;
    /** Name of the symbolic batch size. */
    public static final String BATCH = "batch";

    private OnnxWriter() {}

    /**
     * Writes a graph, in the opset of its frozen body if it has one.
     *
     * @param values   values of state tensors that become part of the file; other state tensors become inputs, and each
     *                 update an output
     * @param metadata key-value pairs for the file
     * @return the model; parse-able by any ONNX tool
     * @throws ModelException when it would pass protobuf's 2 GB limit
     */
    public static OnnxMl.ModelProto write(Graph graph, Map<String, float[]> values, Map<String, String> metadata) {
        OnnxMl.GraphProto.Builder proto = OnnxMl.GraphProto.newBuilder().setName(graph.name());
        checkSize(graph, values);
        graph.inputs().forEach(tensor -> proto.addInput(valueInfo(tensor)));
        for (Tensor tensor : graph.state()) {
            float[] known = values.get(tensor.name());
            if (known == null) {
                proto.addInput(valueInfo(tensor));
            } else {
                proto.addInitializer(floats(tensor, known));
            }
        }
        graph.constants().forEach((tensor, constant) -> proto.addInitializer(floats(tensor, constant)));
        Optional<FrozenBody> body = body(graph);
        OperatorForms forms = new OperatorForms(proto, body.map(FrozenBody::opset).orElse(OPSET));
        for (Node node : graph.nodes()) {
            switch (node.operator()) {
                case FRAGMENT -> body.orElseThrow().addTo(proto, node.inputs().get(0).name(), node.output().name());
                case MAX_POOL, MAX_POOL_INDICES -> Pooling.addPool(proto, node, graph);
                case MAX_UNPOOL -> Pooling.addUnpool(proto, node, forms.opset());
                default -> forms.add(node);
            }
        }
        graph.outputs().forEach(tensor -> proto.addOutput(valueInfo(tensor)));

        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(Math.max(IR_VERSION, body.map(FrozenBody::irVersion).orElse(0L)))
                .setProducerName(Provenance.PRODUCT)
                .setProducerVersion(Provenance.productVersion())
                .setGraph(proto);
        body.ifPresentOrElse(foreign -> foreign.addNeeds(model), () -> model.addOpsetImportBuilder().setDomain("").setVersion(OPSET));
        metadata.forEach((key, value) -> model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    private static void checkSize(Graph graph, Map<String, float[]> values) {
        long elements = graph.constants().values().stream().mapToLong(v -> v.length).sum()
                + values.values().stream().mapToLong(v -> v.length).sum();
        if (elements * Float.BYTES > Integer.MAX_VALUE - (1 << 20)) {
            throw new ModelException("graph " + graph.name() + " holds " + elements * Float.BYTES
                    + " bytes of values; an ONNX file without external data takes at most 2 GB");
        }
    }

    private static Optional<FrozenBody> body(Graph graph) {
        return graph.nodes().stream().filter(node -> node.operator() == Operator.FRAGMENT)
                .map(node -> (FrozenBody) node.fragment()).findFirst();
    }

    static void addExtraInput(
            OnnxMl.GraphProto.Builder graph, OnnxMl.NodeProto.Builder node, String role, OnnxMl.TensorProto.Builder value) {
        String name = node.getName() + "." + role;
        graph.addInitializer(value.setName(name));
        node.addInput(name);
    }

    static OnnxMl.TensorProto.Builder integers(List<Long> values) {
        return OnnxMl.TensorProto.newBuilder()
                .setDataType(OnnxMl.TensorProto.DataType.INT64.getNumber())
                .addDims(values.size())
                .addAllInt64Data(values);
    }

    static OnnxMl.TensorProto.Builder single(float value) {
        return OnnxMl.TensorProto.newBuilder()
                .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                .addFloatData(value);
    }

    static OnnxMl.TensorProto floats(Tensor tensor, float[] values) {
        if (values.length != tensor.shape().elements()) {
            throw new ModelException(tensor.describe() + " given " + values.length + " values");
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        OnnxMl.TensorProto.Builder proto = OnnxMl.TensorProto.newBuilder()
                .setName(tensor.name())
                .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        for (long size : tensor.shape().toLongs()) {
            proto.addDims(size);
        }
        return proto.build();
    }

    static OnnxMl.AttributeProto attribute(String name, Object value) {
        OnnxMl.AttributeProto.Builder proto = OnnxMl.AttributeProto.newBuilder().setName(name);
        if (value instanceof Long number) {
            proto.setType(OnnxMl.AttributeProto.AttributeType.INT).setI(number);
        } else if (value instanceof Float number) {
            proto.setType(OnnxMl.AttributeProto.AttributeType.FLOAT).setF(number);
        } else if (value instanceof List<?> numbers) {
            proto.setType(OnnxMl.AttributeProto.AttributeType.INTS);
            numbers.forEach(number -> proto.addInts((Long) number));
        }
        return proto.build();
    }

    public static OnnxMl.ValueInfoProto valueInfo(Tensor tensor) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
        for (int axis = 0; axis < tensor.shape().rank(); axis++) {
            int size = tensor.shape().size(axis);
            OnnxMl.TensorShapeProto.Dimension.Builder dimension = OnnxMl.TensorShapeProto.Dimension.newBuilder();
            shape.addDim(size == Shape.BATCH ? dimension.setDimParam(BATCH) : dimension.setDimValue(size));
        }
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(tensor.name())
                .setType(OnnxMl.TypeProto.newBuilder().setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(elementType(tensor.type()).getNumber())
                        .setShape(shape)))
                .build();
    }

    private static OnnxMl.TensorProto.DataType elementType(ElementType type) {
        return switch (type) {
            case FLOAT -> OnnxMl.TensorProto.DataType.FLOAT;
            case INT64 -> OnnxMl.TensorProto.DataType.INT64;
            case BOOL -> OnnxMl.TensorProto.DataType.BOOL;
        };
    }
}
