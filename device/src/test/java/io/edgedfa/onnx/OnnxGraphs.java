package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Builds ONNX files node by node, as exporters other than ours write them. */
public final class OnnxGraphs {
    private final OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.newBuilder().setIrVersion(8);
    private final Random random = new Random(7);
    private String last;

    /** @param sample sizes of the input {@code x} but the batch */
    public OnnxGraphs(int opset, long... sample) {
        model.addOpsetImportBuilder().setDomain("").setVersion(opset);
        OnnxMl.TypeProto.Tensor.Builder type = model.getGraphBuilder().setName("foreign").addInputBuilder().setName("x")
                .getTypeBuilder().getTensorTypeBuilder().setElemType(1);
        type.getShapeBuilder().addDimBuilder().setDimParam("n");
        Arrays.stream(sample).forEach(size -> type.getShapeBuilder().addDimBuilder().setDimValue(size));
        last = "x";
    }

    /** The model as far as it is built. */
    public OnnxMl.ModelProto.Builder model() {
        return model;
    }

    /** Its graph. */
    public OnnxMl.GraphProto.Builder graph() {
        return model.getGraphBuilder();
    }

    /** Name of the tensor made last. */
    public String last() {
        return last;
    }

    /** A constant of random values from -0.5 to 0.5. */
    public String floats(String name, long... sizes) {
        int elements = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat(random.nextFloat() - 0.5f);
        }
        OnnxMl.TensorProto.Builder tensor = graph().addInitializerBuilder().setName(name).setDataType(1)
                .setRawData(ByteString.copyFrom(bytes.flip()));
        Arrays.stream(sizes).forEach(tensor::addDims);
        return name;
    }

    /** A constant vector of INT64. */
    public String longs(String name, long... values) {
        OnnxMl.TensorProto.Builder tensor = graph().addInitializerBuilder().setName(name).setDataType(7).addDims(values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        return name;
    }

    /** A single FLOAT. */
    public String scalar(String name, float value) {
        graph().addInitializerBuilder().setName(name).setDataType(1).addFloatData(value);
        return name;
    }

    /** Adds a node that reads what was made last, then these; its output becomes the last. */
    public OnnxMl.NodeProto.Builder then(String type, String output, String... more) {
        OnnxMl.NodeProto.Builder node = node(type, output).addInput(last).addAllInput(List.of(more));
        last = output;
        return node;
    }

    /** Adds a node without inputs; what is last stays. */
    public OnnxMl.NodeProto.Builder node(String type, String output) {
        return graph().addNodeBuilder().setOpType(type).setName(output + "-node").addOutput(output);
    }

    /** Goes on from a tensor made earlier. */
    public OnnxGraphs from(String tensor) {
        last = tensor;
        return this;
    }

    /** What was made last is the output. */
    public OnnxMl.ModelProto build() {
        return output(last);
    }

    /** A tensor is the output. */
    public OnnxMl.ModelProto output(String tensor) {
        graph().addOutputBuilder().setName(tensor).getTypeBuilder().getTensorTypeBuilder().setElemType(1);
        return model.build();
    }

    /** An integer attribute. */
    public static OnnxMl.AttributeProto integer(String name, long value) {
        return OnnxMl.AttributeProto.newBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.INT).setI(value).build();
    }

    /** A real attribute. */
    public static OnnxMl.AttributeProto real(String name, float value) {
        return OnnxMl.AttributeProto.newBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.FLOAT).setF(value).build();
    }

    /** A list attribute. */
    public static OnnxMl.AttributeProto integers(String name, long... values) {
        OnnxMl.AttributeProto.Builder attribute =
                OnnxMl.AttributeProto.newBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    /** A text attribute. */
    public static OnnxMl.AttributeProto text(String name, String value) {
        return OnnxMl.AttributeProto.newBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value)).build();
    }
}
