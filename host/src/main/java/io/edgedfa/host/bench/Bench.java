package io.edgedfa.host.bench;

import io.edgedfa.graph.Graph;
import io.edgedfa.host.bench.BenchResult.Machine;
import io.edgedfa.host.bench.BenchResult.Memory;
import io.edgedfa.host.bench.BenchResult.Row;
import io.edgedfa.host.bench.BenchResult.Side;
import io.edgedfa.host.bench.peer.Peer;
import io.edgedfa.host.bench.peer.Peers;
import io.edgedfa.host.bench.peer.Workload;
import io.edgedfa.host.experiment.RunProvenance;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.onnx.Provenance;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The benchmark: peaks, then one row per workload and peer, then memory. */
public final class Bench {
    private static final long TURN_NANOS = 20_000_000;
    private static final double PEAK_SECONDS = 2;
    private static final double MEMORY_SECONDS = 2;

    private final BenchSettings settings;
    private final Peers peers;
    private final BenchTable table;
    private final Function<Memory, List<String>> alone;

    /**
     * @param table told of everything as soon as it is known
     * @param alone the command that trains a side alone and answers as {@link #trainAlone} does, for a memory row without result
     */
    public Bench(BenchSettings settings, BenchTable table, Function<Memory, List<String>> alone) {
        this.settings = settings;
        this.peers = Peers.find(settings.peers());
        this.table = table;
        this.alone = alone;
    }

    /** Measures everything. */
    public BenchResult run() {
        List<Side> sides = Stream.concat(Stream.of(peers.ours()), peers.present().stream())
                .map(side -> new Side(side.name(), side.describe())).toList();
        Machine machine = machine();
        table.begin(machine, settings, sides, peers.absent());
        List<Row> rows = rows(machine.peaks());
        List<Memory> memory = settings.memory() ? memory() : List.of();
        List<TrainingState> state = state();
        table.states(state);
        return new BenchResult(machine, settings, sides, peers.absent(), rows, memory, state);
    }

    private Machine machine() {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        long effort = nanos(Math.min(PEAK_SECONDS, settings.seconds()));
        List<Peaks> peaks = settings.threads().stream().map(threads -> Peaks.measure(threads, effort)).map(Bench::rounded).toList();
        return new Machine(Provenance.productVersion(), Provenance.java(), Provenance.osArch(), RunProvenance.cpuOfThisMachine(),
                Runtime.getRuntime().availableProcessors(), date, peaks);
    }

    private List<Row> rows(List<Peaks> peaks) {
        List<Row> rows = new ArrayList<>();
        for (String net : settings.nets()) {
            for (String rule : settings.rules()) {
                for (String optimizer : settings.optimizers()) {
                    for (int i = 0; i < settings.threads().size(); i++) {
                        for (int batch : settings.batches()) {
                            Workload workload = Workload.of(net, rule, optimizer, batch, settings.threads().get(i));
                            List<Row> measured = measure(workload, peaks.get(i));
                            measured.forEach(table::row);
                            rows.addAll(measured);
                        }
                    }
                }
            }
        }
        return rows;
    }

    /** One row per peer that is there, or one without a peer. */
    private List<Row> measure(Workload workload, Peaks peaks) {
        List<Peer.Loop> loops = new ArrayList<>();
        try {
            loops.add(peers.ours().open(workload));
            peers.present().forEach(peer -> loops.add(peer.open(workload)));
            long nanos = nanos(settings.seconds());
            Interleaving interleaving = new Interleaving(System::nanoTime, Math.min(TURN_NANOS, nanos / 4), nanos / 5);
            Interleaving.Measured measured =
                    interleaving.measure(loops.stream().<Runnable>map(loop -> loop::step).toList(), settings.rounds(), nanos);
            Graph step = workload.step();
            double share = Floor.of(workload, step).micros(peaks) / measured.micros()[0];
            List<Row> rows = new ArrayList<>();
            for (int side = loops.size() == 1 ? 0 : 1; side < loops.size(); side++) {
                boolean peer = side > 0;
                rows.add(new Row(workload.net(), workload.rule(), workload.optimizer(), workload.batch(), workload.threads(),
                        rounded(measured.micros()[0], 2),
                        peer ? peers.present().get(side - 1).name() : null,
                        peer ? rounded(measured.micros()[side], 2) : null,
                        peer ? rounded(measured.ratios()[side], 3) : null, rounded(share, 4)));
            }
            return rows;
        } finally {
            loops.forEach(Peer.Loop::close);
        }
    }

    private List<Memory> memory() {
        List<Memory> rows = new ArrayList<>();
        for (String net : settings.nets()) {
            for (String optimizer : settings.optimizers()) {
                settings.rules().forEach(rule -> rows.add(memory(peers.ours(), net, rule, optimizer)));
                peers.present().forEach(peer -> rows.add(memory(peer, net, settings.rules().get(0), optimizer)));
            }
        }
        return rows;
    }

    private Memory memory(Peer side, String net, String rule, String optimizer) {
        int threads = settings.threads().get(0);
        Memory wanted = new Memory(side.name(), net, rule, optimizer, settings.largestBatch(), threads, null, null);
        Long bytes = null;
        String failure = null;
        try {
            bytes = ResidentMemory.ask(alone.apply(wanted));
        } catch (IOException e) {
            failure = e.getMessage();
        }
        Memory row = new Memory(side.name(), net, rule, optimizer, wanted.batch(), threads, bytes, failure);
        table.memory(row);
        return row;
    }

    /**
     * Trains one side alone, in the process that calls this, for two seconds or {@code seconds} if that is less.
     *
     * @param side a name of {@link Peers#named}
     * @return the line that {@link #run} expects from the process
     */
    public static String trainAlone(String side, Workload workload, double seconds) throws IOException {
        return new ResidentMemory(nanos(Math.min(MEMORY_SECONDS, seconds)))
                .train(Peers.named(side), workload, ResidentMemory.SELF);
    }

    private List<TrainingState> state() {
        List<TrainingState> rows = new ArrayList<>();
        for (String net : settings.nets()) {
            for (String rule : Rules.NAMES) {
                for (String optimizer : settings.optimizers()) {
                    rows.add(TrainingState.of(Workload.of(net, rule, optimizer, settings.largestBatch(), 1)));
                }
            }
        }
        return rows;
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private static Peaks rounded(Peaks peaks) {
        return new Peaks(peaks.threads(), rounded(peaks.gigaflops(), 2), rounded(peaks.gigabytesPerSecond(), 2));
    }

    private static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
