package io.edgedfa.engine.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.InPlaceUpdates;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A session and everything bound to it: two sets of bindings, one per parity of the state. */
final class OrtProgram implements Program {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final State state;
    private final boolean flips;
    private final Map<String, Buffer> buffers = new HashMap<>();
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private final List<Map<String, OnnxTensor>> inputs = List.of(new HashMap<>(), new HashMap<>());
    private final List<Map<String, OnnxTensor>> outputs = List.of(new HashMap<>(), new HashMap<>());

    OrtProgram(OrtEnvironment environment, OrtSession session, Graph graph, ChunkedModel model, State state) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.state = state;
        Set<Tensor> inPlace = InPlaceUpdates.of(graph);
        Set<String> updated = new HashSet<>();
        for (Tensor tensor : graph.updates().keySet()) {
            updated.add(tensor.name());
            if (!inPlace.contains(tensor)) {
                state.separate(tensor.name());
            }
        }
        this.flips = updated.stream().anyMatch(state::isSeparate);
        if (flips && !state.names().stream().filter(state::isSeparate).allMatch(updated::contains)) {
            throw new EngineException("graph " + graph.name() + " updates some but not all tensors that have two buffers");
        }
        for (Tensor tensor : graph.inputs()) {
            bind(inputs, tensor.name(), allocate(tensor));
        }
        for (Tensor tensor : graph.state()) {
            bindState(tensor, model.shape(tensor), graph.updates().get(tensor));
        }
        for (Tensor tensor : graph.outputs()) {
            if (!graph.updates().containsValue(tensor)) {
                bind(outputs, tensor.name(), allocate(tensor));
            }
        }
    }

    /** Binds a state tensor as input and, if it is updated, the other buffer of its pair as output. */
    private void bindState(Tensor tensor, Shape declared, Tensor next) throws OrtException {
        FloatBuffer[] pair = state.bind(tensor.name());
        if (pair[0].capacity() != tensor.shape().elements()) {
            throw new EngineException("state tensor " + tensor.describe() + " has " + pair[0].capacity() + " values");
        }
        OnnxTensor first = wrap(pair[0], declared);
        OnnxTensor second = pair[1] == pair[0] ? first : wrap(pair[1], declared);
        inputs.get(0).put(tensor.name(), first);
        inputs.get(1).put(tensor.name(), second);
        if (next != null) {
            outputs.get(0).put(next.name(), second);
            outputs.get(1).put(next.name(), first);
        }
    }

    private void bind(List<Map<String, OnnxTensor>> both, String name, OnnxTensor tensor) {
        both.forEach(map -> map.put(name, tensor));
    }

    private OnnxTensor allocate(Tensor tensor) throws OrtException {
        int elements = tensor.shape().elements();
        if (tensor.type() == ElementType.INT64) {
            LongBuffer longs = ByteBuffer.allocateDirect(elements * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
            buffers.put(tensor.name(), longs);
            return keep(OnnxTensor.createTensor(environment, longs, tensor.shape().toLongs()));
        }
        FloatBuffer floats = State.allocate(elements);
        buffers.put(tensor.name(), floats);
        return wrap(floats, tensor.shape());
    }

    private OnnxTensor wrap(FloatBuffer buffer, Shape shape) throws OrtException {
        return keep(OnnxTensor.createTensor(environment, buffer, shape.toLongs()));
    }

    private OnnxTensor keep(OnnxTensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    @Override
    public FloatBuffer floats(String name) {
        return (FloatBuffer) buffer(name);
    }

    @Override
    public LongBuffer longs(String name) {
        return (LongBuffer) buffer(name);
    }

    private Buffer buffer(String name) {
        Buffer buffer = buffers.get(name);
        if (buffer == null) {
            throw new IllegalArgumentException("program has no input or output " + name + "; it has " + buffers.keySet());
        }
        return buffer;
    }

    @Override
    public void run() {
        int parity = state.current();
        try (OrtSession.Result result = session.run(inputs.get(parity), Set.of(), outputs.get(parity))) {
            if (flips) {
                state.flip();
            }
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed in a run: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed to close a session: " + e.getMessage(), e);
        }
    }
}
