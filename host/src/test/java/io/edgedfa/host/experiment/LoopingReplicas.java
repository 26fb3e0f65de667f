package io.edgedfa.host.experiment;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.ReplicaEngine;
import io.edgedfa.engine.ReplicaProgram;
import io.edgedfa.engine.State;
import io.edgedfa.engine.Table;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An engine for replicas that runs them one after the other on ONNX Runtime: slow, and right to the bit. */
final class LoopingReplicas implements ReplicaEngine {
    private final Engine engine = Engines.open("ort", 1);
    private final int room;

    /** @param room replicas that fit */
    LoopingReplicas(int room) {
        this.room = room;
    }

    @Override
    public String name() {
        return "looping";
    }

    @Override
    public String device() {
        return "a loop";
    }

    @Override
    public Program compile(Graph graph, State state) {
        return engine.compile(graph, state);
    }

    private record Kept(int rows, int width, Table.Rows floats, long[] longs) implements Table {
        @Override
        public void close() {
            // Kept in the heap.
        }
    }

    @Override
    public Table table(int rows, int width, Table.Rows values) {
        return new Kept(rows, width, values, null);
    }

    @Override
    public Table table(long[] values) {
        return new Kept(values.length, 1, null, values);
    }

    @Override
    public int fitting(Graph graph, int wanted) {
        return wanted;
    }

    @Override
    public ReplicaProgram compile(List<Graph> replicas, List<State> states) {
        if (replicas.size() > room) {
            throw new OutOfMemoryException(replicas.size() + " replicas", replicas.size(), room);
        }
        List<Program> programs = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            programs.add(engine.compile(replicas.get(i), states.get(i)));
        }
        return new Looping(replicas.get(0), programs);
    }

    @Override
    public void close() {
        engine.close();
    }

    private static final class Looping implements ReplicaProgram {
        private final Graph graph;
        private final List<Program> programs;
        private final Map<String, Kept> feeds = new HashMap<>();
        private final Map<String, float[][]> outputs = new HashMap<>();

        Looping(Graph graph, List<Program> programs) {
            this.graph = graph;
            this.programs = programs;
        }

        @Override
        public void set(String input, float[] values) {
            for (int i = 0; i < values.length; i++) {
                programs.get(i).floats(input).put(0, values[i]);
            }
        }

        @Override
        public void feed(String input, Table table) {
            feeds.put(input, (Kept) table);
        }

        @Override
        public void run(int runs, int[]... rows) {
            outputs.clear();
            for (int replica = 0; replica < programs.size(); replica++) {
                for (int run = 0; run < runs; run++) {
                    fill(replica, run, rows[rows.length == 1 ? 0 : replica]);
                    programs.get(replica).run();
                    note(replica, run, runs);
                }
            }
        }

        private void fill(int replica, int run, int[] rows) {
            feeds.forEach((input, table) -> {
                Tensor tensor = graph.tensor(input);
                int batch = tensor.shape().size(0);
                float[] row = new float[table.width()];
                for (int i = 0; i < batch; i++) {
                    int number = rows[run * batch + i];
                    if (tensor.type() == ElementType.INT64) {
                        programs.get(replica).longs(input).put(i, table.longs()[number]);
                    } else {
                        table.floats().copy(number, row, 0);
                        programs.get(replica).floats(input).put(i * row.length, row);
                    }
                }
            });
        }

        private void note(int replica, int run, int runs) {
            for (Tensor tensor : graph.outputs()) {
                if (!graph.updates().containsValue(tensor) && tensor.shape().elements() == 1) {
                    outputs.computeIfAbsent(tensor.name(), name -> new float[programs.size()][runs])[replica][run] =
                            programs.get(replica).floats(tensor.name()).get(0);
                }
            }
        }

        @Override
        public float[][] outputs(String name) {
            return outputs.get(name);
        }

        @Override
        public void close() {
            programs.forEach(Program::close);
        }
    }
}
