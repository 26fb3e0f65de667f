package io.edgedfa.host.bench;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.engine.ort.OrtEngine;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * What this machine can do at best with a number of threads, measured: the best of many repetitions.
 *
 * @param threads            computing
 * @param gigaflops          1e9 floating-point operations per second of a matrix product 1024 x 1024 x 1024 in float32, a
 *                           multiply-add counted as two
 * @param gigabytesPerSecond 1e9 bytes per second of copying 64 MiB, bytes read and bytes written both counted
 */
public record Peaks(int threads, double gigaflops, double gigabytesPerSecond) {
    private static final int SIDE = 1024;
    private static final int COPIED_FLOATS = 16 << 20;
    private static final int LEAST_REPETITIONS = 3;

    /** Measures. @param effortNanos for each of the two; three repetitions at least */
    static Peaks measure(int threads, long effortNanos) {
        return new Peaks(threads, gigaflops(threads, effortNanos), gigabytesPerSecond(threads, effortNanos));
    }

    private static double gigaflops(int threads, long effortNanos) {
        GraphBuilder g = new GraphBuilder("product");
        Shape square = Shape.of(SIDE, SIDE);
        Random random = new Random(1);
        float[] values = new float[square.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        Tensor a = g.state("a", square);
        // The right matrix is constant, so that the runtime may bring it into its favourite layout once.
        g.output("product", g.matmul(a, g.constant("b", square, values)));
        State state = new State(List.of(a));
        state.set(Map.of("a", values));
        try (Engine engine = Engines.open(OrtEngine.NAME, threads); Program program = engine.compile(g.build(), state)) {
            return 2.0 * SIDE * SIDE * SIDE / bestNanos(program::run, effortNanos);
        }
    }

    private static double gigabytesPerSecond(int threads, long effortNanos) {
        float[] from = new float[COPIED_FLOATS];
        float[] to = new float[COPIED_FLOATS];
        double bytes = 2.0 * Float.BYTES * COPIED_FLOATS;
        int share = COPIED_FLOATS / threads;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        Thread[] helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int begin = (i + 1) * share;
            helpers[i] = new Thread(() -> {
                // Two meetings per copy: all begin, all are done. A broken barrier is the sign to stop.
                while (meet(barrier)) {
                    System.arraycopy(from, begin, to, begin, share);
                    meet(barrier);
                }
            }, "copy-" + i);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
        double best = bestNanos(() -> {
            meet(barrier);
            System.arraycopy(from, 0, to, 0, share);
            meet(barrier);
        }, effortNanos);
        for (Thread helper : helpers) {
            helper.interrupt();
        }
        return bytes * share * threads / COPIED_FLOATS / best;
    }

    /** @return false once a thread was told to stop */
    private static boolean meet(CyclicBarrier barrier) {
        try {
            barrier.await();
            return true;
        } catch (InterruptedException | BrokenBarrierException e) {
            return false;
        }
    }

    private static double bestNanos(Runnable work, long effortNanos) {
        work.run();
        long best = Long.MAX_VALUE;
        long start = System.nanoTime();
        for (int i = 0; i < LEAST_REPETITIONS || System.nanoTime() - start < effortNanos; i++) {
            long before = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - before);
        }
        return best;
    }
}
