package io.edgedfa.onnx.reading.node;

import ai.onnx.proto.OnnxMl;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The constant tensors of an ONNX graph, initializers and Constant nodes alike, checked against what they claim to be. */
public final class Constants {
    private static final int MAX_INTEGERS = 64;

    private final Map<String, OnnxMl.TensorProto> tensors = new HashMap<>();

    /** @param values row-major {@code [rows, columns]} */
    record Matrix(String name, int rows, int columns, float[] values) {}

    /** @throws IllegalArgumentException for a name that two constants have */
    public Constants(OnnxMl.GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> put(tensor.getName(), tensor));
        for (OnnxMl.NodeProto node : graph.getNodeList()) {
            if (node.getOpType().equals("Constant") && node.getOutputCount() == 1) {
                value(node).ifPresent(tensor -> put(node.getOutput(0), tensor));
            } else if (node.getOpType().equals("Identity") && node.getInputCount() == 1 && has(node.getInput(0))) {
                put(node.getOutput(0), tensors.get(node.getInput(0)));
            }
        }
    }

    private void put(String name, OnnxMl.TensorProto tensor) {
        if (tensors.put(name, tensor) != null) {
            throw new IllegalArgumentException("constant '" + name + "' is there twice");
        }
    }

    /** The value of a Constant node; empty for kinds that no layer reads. */
    private static Optional<OnnxMl.TensorProto> value(OnnxMl.NodeProto node) {
        Attributes attributes = new Attributes(node);
        OnnxMl.TensorProto.Builder tensor = OnnxMl.TensorProto.newBuilder();
        if (attributes.has("value")) {
            return Optional.of(attributes.tensor("value"));
        } else if (attributes.has("value_float")) {
            tensor.setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber()).addFloatData(attributes.real("value_float", 0));
        } else if (attributes.has("value_int")) {
            tensor.setDataType(OnnxMl.TensorProto.DataType.INT64.getNumber()).addInt64Data(attributes.integer("value_int", 0));
        } else if (attributes.has("value_ints")) {
            List<Long> values = attributes.integers("value_ints");
            tensor.setDataType(OnnxMl.TensorProto.DataType.INT64.getNumber()).addDims(values.size()).addAllInt64Data(values);
        } else {
            return Optional.empty();
        }
        return Optional.of(tensor.build());
    }

    /** Whether a tensor is one of them. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** A matrix, transposed back if the file keeps it transposed. */
    Matrix matrix(String name, boolean transposed) {
        OnnxMl.TensorProto tensor = tensor(name);
        if (tensor.getDimsCount() != 2) {
            throw new IllegalArgumentException("tensor '" + name + "' has shape " + tensor.getDimsList() + "; allowed: a matrix");
        }
        float[] values = values(tensor);
        int rows = (int) tensor.getDims(0);
        int columns = (int) tensor.getDims(1);
        return transposed ? new Matrix(name, columns, rows, transpose(values, rows, columns))
                : new Matrix(name, rows, columns, values);
    }

    /** A bias of the given length; one value stands for as many. */
    float[] vector(String name, int length) {
        OnnxMl.TensorProto tensor = tensor(name);
        float[] values = values(tensor);
        if (values.length == 1 && length > 1) {
            float[] equal = new float[length];
            Arrays.fill(equal, values[0]);
            return equal;
        }
        if (values.length != length) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' has shape " + tensor.getDimsList() + "; allowed: [" + length + "]");
        }
        return values;
    }

    /** @param values row-major */
    record Values(List<Integer> shape, float[] values) {}

    /** A tensor of the given rank. */
    Values tensor(String name, int rank) {
        OnnxMl.TensorProto tensor = tensor(name);
        float[] values = values(tensor);
        if (tensor.getDimsCount() != rank) {
            throw new IllegalArgumentException("tensor '" + name + "' has shape " + tensor.getDimsList() + "; allowed: " + rank + " axes");
        }
        return new Values(tensor.getDimsList().stream().map(Math::toIntExact).toList(), values);
    }

    /** A short vector of INT64, such as a shape. */
    List<Long> integers(String name) {
        OnnxMl.TensorProto tensor = tensor(name);
        boolean raw = tensor.hasRawData();
        long held = raw ? tensor.getRawData().size() / Long.BYTES : tensor.getInt64DataCount();
        if (tensor.getDataType() != OnnxMl.TensorProto.DataType.INT64.getNumber() || held > MAX_INTEGERS) {
            throw new IllegalArgumentException("tensor '" + name + "' has element type " + tensor.getDataType() + " and " + held
                    + " values; allowed: 7 (INT64), at most " + MAX_INTEGERS);
        }
        if (!raw) {
            return tensor.getInt64DataList();
        }
        LongBuffer longs = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        return LongStream.generate(longs::get).limit(held).boxed().toList();
    }

    float scalar(String name) {
        return vector(name, 1)[0];
    }

    private OnnxMl.TensorProto tensor(String name) {
        OnnxMl.TensorProto tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor '" + name + "' is not a constant of the file; allowed: constant weights");
        }
        return tensor;
    }

    private static float[] values(OnnxMl.TensorProto tensor) {
        if (tensor.getDataType() != OnnxMl.TensorProto.DataType.FLOAT.getNumber()) {
            throw new IllegalArgumentException(
                    "tensor '" + tensor.getName() + "' has element type " + tensor.getDataType() + "; allowed: 1 (FLOAT)");
        }
        boolean raw = tensor.hasRawData();
        long held = raw ? tensor.getRawData().size() / Float.BYTES : tensor.getFloatDataCount();
        boolean ragged = raw && tensor.getRawData().size() % Float.BYTES != 0;
        if (ragged || elements(tensor) != held) {
            throw new IllegalArgumentException("tensor '" + tensor.getName() + "' claims shape " + tensor.getDimsList()
                    + " but holds " + held + " values");
        }
        float[] values = new float[(int) held];
        if (raw) {
            tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("tensor '" + tensor.getName() + "' holds " + value + "; allowed: finite numbers");
            }
        }
        return values;
    }

    private static long elements(OnnxMl.TensorProto tensor) {
        long product = 1;
        for (long size : tensor.getDimsList()) {
            if (size < 1 || size > Integer.MAX_VALUE) {
                return -1;
            }
            product *= size;
            if (product > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return product;
    }

    private static float[] transpose(float[] values, int rows, int columns) {
        float[] transposed = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = values[i * columns + j];
            }
        }
        return transposed;
    }
}
