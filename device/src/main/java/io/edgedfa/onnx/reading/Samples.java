package io.edgedfa.onnx.reading;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.graph.Shape;
import java.util.List;

/** What a file says of its input. */
final class Samples {
    /** Values of one sample, at most. */
    private static final int MAX_VALUES = 1 << 24;

    private Samples() {}

    /** Shape of one sample. @throws IllegalArgumentException unless all sizes but the batch are known and bounded */
    static Shape shape(OnnxMl.ValueInfoProto input) {
        List<OnnxMl.TensorShapeProto.Dimension> sizes = input.getType().getTensorType().getShape().getDimList();
        List<OnnxMl.TensorShapeProto.Dimension> sample = sizes.subList(Math.min(1, sizes.size()), sizes.size());
        long values = 1;
        for (OnnxMl.TensorShapeProto.Dimension size : sample) {
            values = size.getDimValue() < 1 || size.getDimValue() > MAX_VALUES ? Long.MAX_VALUE : values * size.getDimValue();
            if (values > MAX_VALUES) {
                break;
            }
        }
        boolean floats = input.getType().getTensorType().getElemType() == OnnxMl.TensorProto.DataType.FLOAT.getNumber();
        if (sample.isEmpty() || values > MAX_VALUES || !floats) {
            throw refusal(input, "FLOAT [batch, ...] with all sizes but the batch known, at most " + MAX_VALUES + " values a sample");
        }
        return Shape.of(sample.stream().mapToInt(size -> (int) size.getDimValue()).toArray());
    }

    static IllegalArgumentException refusal(OnnxMl.ValueInfoProto input, String allowed) {
        String shape = input.getType().getTensorType().getShape().getDimList().stream()
                .map(size -> size.hasDimValue() ? Long.toString(size.getDimValue()) : size.getDimParam())
                .toList().toString();
        return new IllegalArgumentException("input '" + input.getName() + "' has shape " + shape + "; allowed: " + allowed);
    }
}
