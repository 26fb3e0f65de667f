package io.edgedfa.onnx;

import ai.onnx.proto.OnnxMl;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The constant tensors of an ONNX graph, checked against what they claim to be. */
final class Initializers {
    private static final int MAX_INTEGERS = 64;

    private final Map<String, OnnxMl.TensorProto> tensors = new HashMap<>();

    /** @param values row-major {@code [rows, columns]} */
    record Matrix(String name, int rows, int columns, float[] values) {}

    Initializers(OnnxMl.GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    }

    boolean has(String name) {
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

    /** A bias of the given length. */
    float[] vector(String name, int length) {
        OnnxMl.TensorProto tensor = tensor(name);
        float[] values = values(tensor);
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
            throw new IllegalArgumentException("tensor '" + name + "' is not an initializer of the file; allowed: constant weights");
        }
        return tensor;
    }

    private static float[] values(OnnxMl.TensorProto tensor) {
        if (tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL) {
            throw new IllegalArgumentException("tensor '" + tensor.getName() + "' is external data; allowed: data inside the file");
        }
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
