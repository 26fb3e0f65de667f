package io.edgedfa.engine.nd4j;

import io.edgedfa.engine.State;
import io.edgedfa.graph.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.BooleanPointer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One tensor's memory, seen from Java and from ND4J: the array is a view of the direct buffer, row-major, never a copy.
 *
 * @param tensor what it holds
 * @param buffer a {@code FloatBuffer}, a {@code LongBuffer}, or a {@code ByteBuffer} for BOOL; keeps the memory alive
 * @param array  of the tensor's shape
 */
record Slot(Tensor tensor, Buffer buffer, INDArray array) {

    /** Fresh zeros. */
    static Slot allocate(Tensor tensor) {
        int elements = tensor.shape().elements();
        return over(tensor, switch (tensor.type()) {
            case FLOAT -> State.allocate(elements);
            case INT64 -> ByteBuffer.allocateDirect(Math.multiplyExact(elements, Long.BYTES)).order(ByteOrder.nativeOrder()).asLongBuffer();
            case BOOL -> ByteBuffer.allocateDirect(elements);
        });
    }

    /** A view of memory that is there. */
    static Slot over(Tensor tensor, Buffer buffer) {
        return new Slot(tensor, buffer, array(buffer, tensor.shape().toLongs()));
    }

    /** A matrix within the memory of a FLOAT tensor, for ND4J. @param offset its first element */
    INDArray part(int offset, int rows, int columns) {
        return array(floats().slice(offset, Math.multiplyExact(rows, columns)), rows, columns);
    }

    private static INDArray array(Buffer buffer, long... sizes) {
        if (buffer instanceof FloatBuffer floats) {
            return array(new FloatPointer(floats), floats.capacity(), DataType.FLOAT, sizes);
        }
        if (buffer instanceof LongBuffer longs) {
            return array(new LongPointer(longs), longs.capacity(), DataType.INT64, sizes);
        }
        return array(new BooleanPointer(new BytePointer((ByteBuffer) buffer)), buffer.capacity(), DataType.BOOL, sizes);
    }

    private static INDArray array(Pointer pointer, long elements, DataType type, long[] sizes) {
        return Nd4j.create(Nd4j.createBuffer(pointer, elements, type), sizes, Nd4j.getStrides(sizes, 'c'), 0, 'c', type);
    }

    FloatBuffer floats() {
        return (FloatBuffer) buffer;
    }

    LongBuffer longs() {
        return (LongBuffer) buffer;
    }

    /** Sets a run of elements of a FLOAT tensor. */
    void fill(int from, int count, float value) {
        FloatBuffer floats = floats();
        for (int i = from; i < from + count; i++) {
            floats.put(i, value);
        }
    }

    int elements() {
        return buffer.capacity();
    }
}
