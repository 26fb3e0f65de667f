package io.edgedfa.engine.cuda;

import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.engine.ReplicaProgram;
import io.edgedfa.engine.State;
import io.edgedfa.engine.Table;
import io.edgedfa.engine.cuda.lowering.Lowering;
import io.edgedfa.engine.cuda.lowering.Plan;
import io.edgedfa.engine.cuda.lowering.RunKernels;
import io.edgedfa.engine.cuda.lowering.Storage;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replicas of one graph on a card. Each run is a recording: kernels that fill the fed inputs with the rows that the counter of
 * runs points to, the plan, and a kernel that notes the scalar outputs and counts on.
 */
final class CardReplicas implements ReplicaProgram {
    private final Card card;
    private final Graph graph;
    private final int replicas;
    private final BoundPlan bound;
    private final Map<String, CardTable> feeds = new LinkedHashMap<>();
    private final List<String> scalars;
    private final Grown rows;
    private final Grown notes;
    private final Grown control;
    private int runs;
    private Card.Recording recording;

    /** Memory that is replaced by more when it is too small. */
    private final class Grown {
        private long address;
        private long bytes;

        /** @return whether the address is another one now */
        boolean hold(long wanted) {
            if (wanted <= bytes) {
                return false;
            }
            release();
            address = card.allocate(wanted);
            if (address == 0) {
                throw new OutOfMemoryException("rows and results of a run", wanted, card.freeBytes());
            }
            bytes = wanted;
            return true;
        }

        void release() {
            if (address != 0) {
                card.free(address);
                address = 0;
                bytes = 0;
            }
        }
    }

    CardReplicas(Card card, List<Graph> graphs, List<State> states) {
        if (graphs.size() != states.size()) {
            throw new IllegalArgumentException(graphs.size() + " graphs, but " + states.size() + " states");
        }
        this.card = card;
        graph = graphs.get(0);
        replicas = graphs.size();
        scalars = graph.outputs().stream().filter(tensor -> !graph.updates().containsValue(tensor)
                && tensor.type() == ElementType.FLOAT && tensor.shape().elements() == 1)
                .map(Tensor::name).toList();
        rows = new Grown();
        notes = new Grown();
        control = new Grown();
        Plan plan = Lowering.plan(graphs);
        bound = new BoundPlan(card, graph, plan, states, RunKernels.source(graph, scalars.size(), replicas));
    }

    @Override
    public void set(String input, float[] values) {
        Storage storage = bound.storage(input);
        if (storage.elements() != 1 || values.length != replicas) {
            throw new IllegalArgumentException("input " + input + " has " + storage.elements() + " values for each of " + replicas
                    + " replicas, got " + values.length + " in all");
        }
        FloatBuffer buffer = direct(values.length).asFloatBuffer().put(0, values);
        card.upload(bound.address(input), buffer, (long) values.length * Float.BYTES);
    }

    @Override
    public void feed(String input, Table table) {
        Tensor tensor = graph.tensor(input);
        CardTable rowsOf = (CardTable) table;
        int wanted = tensor.shape().elements() / tensor.shape().size(0);
        if (rowsOf.width() != wanted) {
            throw new IllegalArgumentException("input " + input + " takes rows of " + wanted + " values, the table has " + rowsOf.width());
        }
        feeds.put(input, rowsOf);
        forget();
    }

    private void forget() {
        if (recording != null) {
            recording.close();
            recording = null;
        }
    }

    @Override
    public void run(int count, int[]... rowNumbers) {
        boolean moved = rows.hold((long) rowNumbers[0].length * rowNumbers.length * Integer.BYTES);
        moved |= notes.hold((long) Math.max(1, scalars.size()) * replicas * count * Float.BYTES);
        moved |= control.hold((long) RunKernels.CONTROL_WORDS * Integer.BYTES);
        if (moved) {
            forget();
        }
        ByteBuffer words = direct(RunKernels.CONTROL_WORDS);
        words.putInt(RunKernels.RUN * Integer.BYTES, 0);
        words.putInt(RunKernels.ROW_STRIDE * Integer.BYTES, rowNumbers.length == 1 ? 0 : rowNumbers[0].length);
        words.putInt(RunKernels.CAPACITY * Integer.BYTES, count);
        card.upload(control.address, words, words.capacity());
        long to = rows.address;
        ByteBuffer line = direct(rowNumbers[0].length);
        for (int[] numbers : rows.address == 0 ? new int[0][] : rowNumbers) {
            line.asIntBuffer().put(0, numbers);
            card.upload(to, line, line.capacity());
            to += line.capacity();
        }
        if (recording == null) {
            recording = card.record(this::once);
        }
        for (int i = 0; i < count; i++) {
            recording.play();
        }
        card.synchronize();
        runs = count;
    }

    private void once() {
        feeds.forEach((input, table) -> {
            Tensor tensor = graph.tensor(input);
            bound.call(RunKernels.feed(graph, tensor), bound.address(input), table.address(), rows.address, control.address)
                    .launch(RunKernels.feedBlocks(tensor), replicas, RunKernels.THREADS);
        });
        bound.launch();
        long[] arguments = new long[2 + scalars.size()];
        arguments[0] = control.address;
        arguments[1] = notes.address;
        for (int i = 0; i < scalars.size(); i++) {
            arguments[2 + i] = bound.address(scalars.get(i));
        }
        bound.call(RunKernels.NOTE, arguments).launch(1, 1, RunKernels.THREADS);
    }

    @Override
    public float[][] outputs(String name) {
        int place = scalars.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException("program has no scalar output " + name + "; it has " + scalars);
        }
        int values = replicas * runs;
        FloatBuffer buffer = direct(values).asFloatBuffer();
        card.download(buffer, notes.address + (long) place * values * Float.BYTES, (long) values * Float.BYTES);
        List<float[]> byReplica = new ArrayList<>();
        for (int replica = 0; replica < replicas; replica++) {
            float[] own = new float[runs];
            buffer.get(replica * runs, own);
            byReplica.add(own);
        }
        return byReplica.toArray(float[][]::new);
    }

    /** @param words of four bytes */
    private static ByteBuffer direct(int words) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(words, Integer.BYTES)).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        forget();
        rows.release();
        notes.release();
        control.release();
        bound.close();
    }
}
