package io.edgedfa.engine.nd4j;

import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.ProgramBuffers;
import io.edgedfa.engine.State;
import io.edgedfa.engine.StateBinding;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Tensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph's nodes as steps over fixed memory: two sequences, one per parity of the state, with what they can share shared. */
final class Nd4jProgram implements Program {
    private final int threads;
    private final StateBinding state;
    private final ProgramBuffers buffers;
    private final List<List<Step>> steps = List.of(new ArrayList<>(), new ArrayList<>());

    Nd4jProgram(Graph graph, State state, int threads) {
        this.threads = threads;
        this.state = new StateBinding(graph, state);
        this.buffers = new ProgramBuffers(graph);
        Map<Tensor, Slot[]> slots = slots(graph);
        for (Node node : graph.nodes()) {
            for (int parity = 0; parity < 2; parity++) {
                steps.get(parity).add(step(node, slots, parity));
            }
        }
    }

    /** The slots of all tensors, by parity. */
    private Map<Tensor, Slot[]> slots(Graph graph) {
        Map<Tensor, Slot[]> slots = new HashMap<>();
        for (Tensor tensor : graph.inputs()) {
            slots.put(tensor, both(Slot.over(tensor, buffers.get(tensor.name()))));
        }
        graph.state().forEach(tensor -> slots.put(tensor, stateSlots(tensor)));
        graph.constants().forEach((tensor, values) -> {
            Slot slot = Slot.allocate(tensor);
            slot.floats().put(0, values);
            slots.put(tensor, both(slot));
        });
        for (Tensor tensor : graph.outputs()) {
            slots.put(tensor, graph.updates().containsValue(tensor)
                    ? stateSlots(tensor)
                    : both(Slot.over(tensor, buffers.get(tensor.name()))));
        }
        graph.nodes().forEach(node -> slots.computeIfAbsent(node.output(), tensor -> both(Slot.allocate(tensor))));
        return slots;
    }

    private Slot[] stateSlots(Tensor tensor) {
        FloatBuffer[] pair = state.buffers(tensor);
        Slot first = Slot.over(tensor, pair[0]);
        return new Slot[] {first, pair[0] == pair[1] ? first : Slot.over(tensor, pair[1])};
    }

    private static Slot[] both(Slot slot) {
        return new Slot[] {slot, slot};
    }

    private Step step(Node node, Map<Tensor, Slot[]> slots, int parity) {
        List<Tensor> touched = new ArrayList<>(node.inputs());
        touched.add(node.output());
        boolean shared = touched.stream().map(slots::get).allMatch(pair -> pair[0] == pair[1]);
        if (shared && parity == 1) {
            return steps.get(0).get(steps.get(1).size());
        }
        List<Slot> in = node.inputs().stream().map(tensor -> slots.get(tensor)[parity]).toList();
        return Operators.step(node, in, slots.get(node.output())[parity]);
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
        Nd4jEngine.useThreads(threads);
        try {
            for (Step step : steps.get(state.parity())) {
                step.run();
            }
        } catch (RuntimeException e) {
            throw new EngineException("ND4J failed in a run: " + e.getMessage(), e);
        }
        state.commit();
    }

    @Override
    public void close() {
        Set<Step> all = new LinkedHashSet<>(steps.get(0));
        all.addAll(steps.get(1));
        all.forEach(Step::close);
        steps.forEach(List::clear);
    }
}
