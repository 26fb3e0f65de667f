package io.edgedfa.engine;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A program's own inputs and outputs: everything but the state and its updates. Direct buffers of zeros, allocated once. */
public final class ProgramBuffers {
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();

    public ProgramBuffers(Graph graph) {
        graph.inputs().forEach(tensor -> buffers.put(tensor.name(), allocate(tensor)));
        graph.outputs().stream()
                .filter(tensor -> !graph.updates().containsValue(tensor))
                .forEach(tensor -> buffers.put(tensor.name(), allocate(tensor)));
    }

    private static Buffer allocate(Tensor tensor) {
        int elements = tensor.shape().elements();
        return switch (tensor.type()) {
            case FLOAT -> State.allocate(elements);
            case INT64 -> ByteBuffer.allocateDirect(Math.multiplyExact(elements, Long.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
            case BOOL -> throw new EngineException(tensor.describe() + " is " + ElementType.BOOL + "; programs take and give FLOAT and INT64");
        };
    }

    /** The buffer of a tensor: a {@link FloatBuffer} or a {@link LongBuffer}. @throws IllegalArgumentException for an unknown name */
    public Buffer get(String name) {
        Buffer buffer = buffers.get(name);
        if (buffer == null) {
            throw new IllegalArgumentException("program has no input or output " + name + "; it has " + buffers.keySet());
        }
        return buffer;
    }

    /** As {@link Program#floats}. */
    public FloatBuffer floats(String name) {
        return (FloatBuffer) get(name);
    }

    /** As {@link Program#longs}. */
    public LongBuffer longs(String name) {
        return (LongBuffer) get(name);
    }
}
