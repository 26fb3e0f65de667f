package io.edgedfa.engine.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.ProgramBuffers;
import io.edgedfa.engine.State;
import io.edgedfa.engine.StateBinding;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A session and everything bound to it: two sets of bindings, one per parity of the state. */
final class OrtProgram implements Program {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final StateBinding state;
    private final ProgramBuffers buffers;
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private final List<Map<String, OnnxTensor>> inputs = List.of(new HashMap<>(), new HashMap<>());
    private final List<Map<String, OnnxTensor>> outputs = List.of(new HashMap<>(), new HashMap<>());

    OrtProgram(OrtEnvironment environment, OrtSession session, Graph graph, ChunkedModel model, State state) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.state = new StateBinding(graph, state);
        this.buffers = new ProgramBuffers(graph);
        for (Tensor tensor : graph.inputs()) {
            bind(inputs, tensor, wrap(buffers.get(tensor.name()), tensor.shape()));
        }
        for (Tensor tensor : graph.state()) {
            bindState(inputs, tensor, model.shape(tensor));
        }
        for (Map.Entry<Tensor, Tensor> update : graph.updates().entrySet()) {
            bindState(outputs, update.getValue(), model.shape(update.getKey()));
        }
        for (Tensor tensor : graph.outputs()) {
            if (!graph.updates().containsValue(tensor)) {
                bind(outputs, tensor, wrap(buffers.get(tensor.name()), tensor.shape()));
            }
        }
    }

    /** Binds a state tensor or an update to the buffer that it has in each parity. */
    private void bindState(List<Map<String, OnnxTensor>> both, Tensor tensor, Shape declared) throws OrtException {
        FloatBuffer[] pair = state.buffers(tensor);
        for (int parity = 0; parity < 2; parity++) {
            both.get(parity).put(tensor.name(), wrap(pair[parity], declared));
        }
    }

    private static void bind(List<Map<String, OnnxTensor>> both, Tensor tensor, OnnxTensor value) {
        both.forEach(map -> map.put(tensor.name(), value));
    }

    private OnnxTensor wrap(Buffer buffer, Shape shape) throws OrtException {
        long[] sizes = shape.toLongs();
        OnnxTensor value = buffer instanceof LongBuffer longs
                ? OnnxTensor.createTensor(environment, longs, sizes)
                : OnnxTensor.createTensor(environment, (FloatBuffer) buffer, sizes);
        tensors.add(value);
        return value;
    }

    @Override
    public FloatBuffer floats(String name) {
        return buffers.floats(name);
    }

    @Override
    public LongBuffer longs(String name) {
        return buffers.longs(name);
    }

    @Override
    public void run() {
        int parity = state.parity();
        try (OrtSession.Result result = session.run(inputs.get(parity), Set.of(), outputs.get(parity))) {
            state.commit();
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
