package io.edgedfa.engine;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.analysis.InPlaceUpdates;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A program's hold on the state it shares: which buffer each state tensor and its update have in each parity of the state,
 * and whether a run flips the parity. Tensors that {@link InPlaceUpdates} does not prove safe get their second buffer here.
 */
public final class StateBinding {
    private final State state;
    private final boolean flips;
    private final Map<Tensor, FloatBuffer[]> buffers = new HashMap<>();

    /**
     * @throws EngineException       when a state tensor's size differs, or only some of the tensors with two buffers are updated
     * @throws IllegalStateException when a tensor that needs a second buffer is bound to its only one
     */
    public StateBinding(Graph graph, State state) {
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
        graph.state().forEach(tensor -> bind(tensor, graph.updates().get(tensor)));
    }

    private void bind(Tensor tensor, Tensor next) {
        FloatBuffer[] pair = state.bind(tensor.name());
        if (pair[0].capacity() != tensor.shape().elements()) {
            throw new EngineException("state tensor " + tensor.describe() + " has " + pair[0].capacity() + " values");
        }
        buffers.put(tensor, pair);
        if (next != null) {
            buffers.put(next, new FloatBuffer[] {pair[1], pair[0]});
        }
    }

    /** The buffers of a state tensor or of an update, by parity; the same one twice where parity does not matter. */
    public FloatBuffer[] buffers(Tensor tensor) {
        return buffers.get(tensor).clone();
    }

    /** Which of the two buffers the next run uses, 0 or 1. */
    public int parity() {
        return state.current();
    }

    /** To be called after a complete run: makes what it wrote the state's current values. */
    public void commit() {
        if (flips) {
            state.flip();
        }
    }
}
