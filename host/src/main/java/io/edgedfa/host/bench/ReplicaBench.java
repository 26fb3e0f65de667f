package io.edgedfa.host.bench;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.ReplicaEngine;
import io.edgedfa.engine.ReplicaProgram;
import io.edgedfa.engine.State;
import io.edgedfa.engine.Table;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.host.bench.peer.Workload;
import io.edgedfa.learning.TrainingStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The benchmark of engines that take replicas: peaks of the card, then one row per net and number of replicas. */
public final class ReplicaBench {
    private static final int SIDE = 4096;
    private static final int MOVED_FLOATS = 1 << 28;
    private static final int SAMPLES = 8192;
    private static final int ROUNDS = 5;
    private static final int MOST_RUNS = 2000;

    /**
     * What is measured.
     *
     * @param seconds per row, about
     */
    public record Settings(String engine, List<String> nets, String rule, String optimizer, int batch, List<Integer> replicas,
            double seconds) {
        /** @throws IllegalArgumentException starting with a setting's name for one that cannot be used */
        public Settings {
            nets = List.copyOf(nets);
            replicas = List.copyOf(replicas);
            for (String net : nets) {
                Workload.of(net, rule, optimizer, batch, 1);
            }
            if (replicas.isEmpty() || replicas.stream().anyMatch(count -> count < 1 || count > 1000)) {
                throw new IllegalArgumentException("replicas = " + replicas + ", allowed: 1 to 1000 each");
            }
            if (batch < 1 || batch > SAMPLES) {
                throw new IllegalArgumentException("batch = " + batch + ", allowed: 1 to " + SAMPLES);
            }
            if (!(seconds >= 0.01 && seconds <= 3600)) {
                throw new IllegalArgumentException("seconds = " + seconds + ", allowed: 0.01 to 3600");
            }
        }
    }

    /**
     * One net with a number of replicas.
     *
     * @param micros     a step of all replicas, choosing their samples included; median over rounds
     * @param perReplica that by the number of replicas
     * @param floorShare least time of so many steps, see {@link Floor}, by {@code micros}
     */
    public record Row(String net, int replicas, double micros, double perReplica, double floorShare) {}

    /** Everything found out. @param device what the engine says it runs on */
    public record Result(Settings settings, String device, Peaks peaks, List<Row> rows) {}

    private final Settings settings;
    private final Consumer<String> out;

    /** @param out told of everything as soon as it is known, line by line */
    public ReplicaBench(Settings settings, Consumer<String> out) {
        this.settings = settings;
        this.out = out;
    }

    /** Measures everything. @throws EngineException if the engine is not there, takes no replicas, or has no room for them */
    public Result run() {
        try (Engine opened = Engines.open(settings.engine(), 1)) {
            if (!(opened instanceof ReplicaEngine engine)) {
                throw new EngineException("engine '" + settings.engine() + "' takes no replicas");
            }
            out.accept(engine.device());
            Peaks peaks = new Peaks(1, gigaflops(engine), gigabytesPerSecond(engine));
            out.accept("peak: sgemm %.1f TFLOP/s, reading and writing %.0f GB/s".formatted(
                    peaks.gigaflops() / 1e3, peaks.gigabytesPerSecond()));
            out.accept("%s, %s, batch %d".formatted(settings.rule(), settings.optimizer(), settings.batch()));
            out.accept("%-12s %9s %12s %12s %7s".formatted("net", "replicas", "us/step", "per replica", "floor"));
            List<Row> rows = new ArrayList<>();
            for (String net : settings.nets()) {
                for (int replicas : settings.replicas()) {
                    Row row = row(engine, peaks, net, replicas);
                    rows.add(row);
                    out.accept("%-12s %9d %,12.1f %,12.1f %6.0f%%".formatted(
                            row.net(), row.replicas(), row.micros(), row.perReplica(), row.floorShare() * 100));
                }
            }
            return new Result(settings, engine.device(), peaks, rows);
        }
    }

    private double gigaflops(ReplicaEngine engine) {
        GraphBuilder g = new GraphBuilder("product");
        Shape square = Shape.of(SIDE, SIDE);
        Tensor a = g.state("a", square);
        Tensor b = g.state("b", square);
        g.update(g.state("c", square), g.matmul(a, b));
        Graph graph = g.build();
        State state = new State(graph.state());
        float[] values = new float[square.elements()];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        state.set(Map.of("a", values, "b", values));
        try (ReplicaProgram program = engine.compile(List.of(graph), List.of(state))) {
            return 2.0 * SIDE * SIDE * SIDE / (micros(program, 20, new int[] {0}) * 1e3);
        }
    }

    /** The better of a pass over one tensor and a copy from one to another. */
    private double gigabytesPerSecond(ReplicaEngine engine) {
        GraphBuilder pass = new GraphBuilder("pass");
        Tensor moved = pass.state("moved", Shape.of(MOVED_FLOATS));
        pass.update(moved, pass.add(moved, pass.scalar(1)));
        GraphBuilder copy = new GraphBuilder("copy");
        copy.update(copy.state("to", Shape.of(MOVED_FLOATS)), copy.state("from", Shape.of(MOVED_FLOATS)));
        return Math.max(gigabytesPerSecond(engine, pass.build()), gigabytesPerSecond(engine, copy.build()));
    }

    private double gigabytesPerSecond(ReplicaEngine engine, Graph graph) {
        try (ReplicaProgram program = engine.compile(List.of(graph), List.of(new State(graph.state())))) {
            return 2.0 * Float.BYTES * MOVED_FLOATS / (micros(program, 20, new int[] {0}) * 1e3);
        }
    }

    private Row row(ReplicaEngine engine, Peaks peaks, String net, int replicas) {
        Workload workload = Workload.of(net, settings.rule(), settings.optimizer(), settings.batch(), 1);
        Graph step = workload.step();
        List<State> states = IntStream.range(0, replicas).mapToObj(i -> {
            State state = new State(step.state());
            state.set(workload.parameters().values());
            return state;
        }).toList();
        // The same feedback for all would be shared, which real replicas cannot do.
        List<Graph> steps = replicas == 1 ? List.of(step) : IntStream.range(0, replicas).mapToObj(i -> otherConstants(step, i)).toList();
        Random random = new Random(1);
        try (Table features = engine.table(SAMPLES, Workload.FEATURES, (row, target, offset) -> {
            for (int i = 0; i < Workload.FEATURES; i++) {
                target[offset + i] = random.nextFloat() + Float.MIN_NORMAL;
            }
        }); Table labels = engine.table(random.longs(SAMPLES, 0, Workload.CLASSES).toArray());
                ReplicaProgram program = engine.compile(steps, states)) {
            program.feed(TrainingStep.FEATURES, features);
            program.feed(TrainingStep.LABELS, labels);
            float[] rates = new float[replicas];
            Arrays.fill(rates, workload.rate());
            program.set(TrainingStep.LEARNING_RATE, rates);
            int[] rows = random.ints((long) MOST_RUNS * settings.batch(), 0, SAMPLES).toArray();
            int[] few = rows(rows, 10);
            double estimate = micros(program, 10, few);
            int runs = (int) Math.max(10, Math.min(rows.length / settings.batch(), settings.seconds() * 1e6 / ROUNDS / estimate));
            double micros = micros(program, runs, rows(rows, runs));
            return new Row(net, replicas, micros, micros / replicas, replicas * Floor.of(workload, step).micros(peaks) / micros);
        }
    }

    private int[] rows(int[] all, int runs) {
        return Arrays.copyOf(all, runs * settings.batch());
    }

    /** The same step with other values for all constants that are no scalars. */
    private static Graph otherConstants(Graph step, int replica) {
        Map<Tensor, float[]> constants = new LinkedHashMap<>(step.constants());
        constants.replaceAll((tensor, values) -> {
            if (values.length == 1) {
                return values;
            }
            float[] other = values.clone();
            other[0] += replica;
            return other;
        });
        return new Graph(step.name(), step.inputs(), step.state(), constants, step.nodes(), step.outputs(), step.updates());
    }

    /** Median over rounds of the time of one run, after one round that is not counted. */
    private static double micros(ReplicaProgram program, int runs, int[] rows) {
        program.run(runs, rows);
        List<Double> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            program.run(runs, rows);
            rounds.add((System.nanoTime() - start) / 1e3 / runs);
        }
        Collections.sort(rounds);
        return rounds.get(ROUNDS / 2);
    }
}
