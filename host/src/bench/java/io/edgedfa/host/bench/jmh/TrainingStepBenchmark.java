package io.edgedfa.host.bench.jmh;

import io.edgedfa.host.bench.peer.Peer;
import io.edgedfa.host.bench.peer.Peers;
import io.edgedfa.host.bench.peer.Workload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One training step of one side on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrainingStepBenchmark {
    @Param("ort")
    public String side;

    @Param("fc2-1000")
    public String net;

    @Param({"dfa", "bp"})
    public String rule;

    @Param({"sgd", "momentum", "adam"})
    public String optimizer;

    @Param({"1", "64"})
    public int batch;

    private Peer.Loop loop;

    @Setup
    public void open() {
        loop = Peers.named(side).open(Workload.of(net, rule, optimizer, batch, 1));
    }

    @Benchmark
    public float step() {
        return loop.step();
    }

    @TearDown
    public void close() {
        loop.close();
    }
}
