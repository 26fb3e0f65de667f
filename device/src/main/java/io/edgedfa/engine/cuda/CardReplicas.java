package io.edgedfa.engine.cuda;

import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.engine.ReplicaProgram;
import io.edgedfa.engine.State;
import io.edgedfa.engine.Table;
import io.edgedfa.engine.cuda.lowering.Lowering;
import io.edgedfa.engine.cuda.lowering.Plan;
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
    /** Words of the control block. */
    private static final int RUN = 0;
    private static final int ROW_STRIDE = 1;
    private static final int CAPACITY = 2;
    private static final int CONTROL_WORDS = 4;

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
        bound = new BoundPlan(card, graph, plan, states, feedSource(graph) + noteSource(scalars.size(), replicas));
    }

    /** CUDA C that fills each input but scalars with rows of a table. */
    private static String feedSource(Graph graph) {
        StringBuilder source = new StringBuilder();
        for (Tensor tensor : graph.inputs()) {
            if (tensor.shape().rank() == 0) {
                continue;
            }
            int batch = tensor.shape().size(0);
            int elements = tensor.shape().elements();
            source.append("""
                    extern "C" __global__ void __launch_bounds__(256) feed%1$d(TYPE* out, const TYPE* table, const int* rows, const unsigned* control) {
                        const unsigned i = blockIdx.x * 256u + threadIdx.x;
                        if (i < %2$du) {
                            const int row = rows[(size_t) blockIdx.y * control[1] + control[0] * %3$du + i / %4$du];
                            out[(size_t) blockIdx.y * %2$du + i] = table[(size_t) row * %4$du + i %% %4$du];
                        }
                    }
                    """.replace("TYPE", type(tensor)).formatted(graph.inputs().indexOf(tensor), elements, batch, elements / batch));
        }
        return source.toString();
    }

    private static String type(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT -> "float";
            case INT64 -> "long long";
            case BOOL -> throw new IllegalArgumentException(tensor.describe() + " is BOOL; programs take FLOAT and INT64");
        };
    }

    /** CUDA C of one block that notes every replica's scalars and counts the run. */
    private static String noteSource(int scalars, int replicas) {
        StringBuilder source = new StringBuilder("extern \"C\" __global__ void __launch_bounds__(256) note(unsigned* control, float* notes");
        for (int i = 0; i < scalars; i++) {
            source.append(", const float* o").append(i);
        }
        source.append(") {\n    for (unsigned r = threadIdx.x; r < ").append(replicas).append("u; r += 256u) {\n");
        for (int i = 0; i < scalars; i++) {
            source.append("        notes[((size_t) ").append(i).append("u * ").append(replicas).append("u + r) * control[2] + control[0]] = o")
                    .append(i).append("[r];\n");
        }
        return source.append("    }\n    __syncthreads();\n    if (threadIdx.x == 0u) control[0] += 1u;\n}\n").toString();
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
        moved |= control.hold((long) CONTROL_WORDS * Integer.BYTES);
        if (moved) {
            forget();
        }
        ByteBuffer words = direct(CONTROL_WORDS);
        words.putInt(RUN * Integer.BYTES, 0);
        words.putInt(ROW_STRIDE * Integer.BYTES, rowNumbers.length == 1 ? 0 : rowNumbers[0].length);
        words.putInt(CAPACITY * Integer.BYTES, count);
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
            bound.call("feed" + graph.inputs().indexOf(tensor), bound.address(input), table.address(), rows.address, control.address)
                    .launch((tensor.shape().elements() + 255) / 256, replicas, 256);
        });
        bound.launch();
        long[] arguments = new long[2 + scalars.size()];
        arguments[0] = control.address;
        arguments[1] = notes.address;
        for (int i = 0; i < scalars.size(); i++) {
            arguments[2 + i] = bound.address(scalars.get(i));
        }
        bound.call("note", arguments).launch(1, 1, 256);
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
