package io.edgedfa.engine.cuda;

import io.edgedfa.engine.Program;
import io.edgedfa.engine.ProgramBuffers;
import io.edgedfa.engine.State;
import io.edgedfa.engine.cuda.lowering.Lowering;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** One graph on a card: inputs go there before each run, outputs come back after it. */
final class CudaProgram implements Program {
    private final Card card;
    private final ProgramBuffers buffers;
    private final BoundPlan bound;
    private final Card.Recording recording;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;

    CudaProgram(Card card, Graph graph, State state) {
        this.card = card;
        buffers = new ProgramBuffers(graph);
        inputs = graph.inputs();
        outputs = graph.outputs().stream().filter(tensor -> !graph.updates().containsValue(tensor)).toList();
        bound = new BoundPlan(card, graph, Lowering.plan(List.of(graph)), List.of(state), "");
        Card.Recording made;
        try {
            made = card.record(bound::launch);
        } catch (RuntimeException e) {
            bound.close();
            throw e;
        }
        recording = made;
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
        for (Tensor tensor : inputs) {
            card.upload(bound.address(tensor.name()), buffers.get(tensor.name()), bound.storage(tensor.name()).bytes(1));
        }
        recording.play();
        for (Tensor tensor : outputs) {
            card.download(buffers.get(tensor.name()), bound.address(tensor.name()), bound.storage(tensor.name()).bytes(1));
        }
        card.synchronize();
    }

    @Override
    public void close() {
        recording.close();
        bound.close();
    }
}
