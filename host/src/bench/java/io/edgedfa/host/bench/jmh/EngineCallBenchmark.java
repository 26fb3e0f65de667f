package io.edgedfa.host.bench.jmh;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
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

/** What a run costs besides arithmetic: a chain of additions of scalars, by its length and by the number of state tensors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineCallBenchmark {
    @Param("ort")
    public String engine;

    @Param({"1", "10", "100"})
    public int nodes;

    @Param({"1", "10"})
    public int states;

    private Engine opened;
    private Program program;

    @Setup
    public void compile() {
        GraphBuilder g = new GraphBuilder("chain");
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < states; i++) {
            tensors.add(g.state("s" + i, Shape.SCALAR));
        }
        Tensor sum = tensors.get(0);
        for (int i = 0; i < nodes; i++) {
            sum = g.add(sum, tensors.get(i % states));
        }
        g.output("sum", sum);
        opened = Engines.open(engine, 1);
        program = opened.compile(g.build(), new io.edgedfa.engine.State(tensors));
    }

    @Benchmark
    public void run() {
        program.run();
    }

    @TearDown
    public void close() {
        program.close();
        opened.close();
    }
}
