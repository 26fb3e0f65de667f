package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.Graph;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Layer;
import io.edgedfa.network.Network;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/**
 * ND4J's native memory while learning. 3,000 steps by default; the long run is
 * {@code mvn -pl device test -Dtest=Nd4jMemoryTest -DargLine="-Xmx1g -Dedgedfa.memory.steps=100000"}.
 */
class Nd4jMemoryTest {
    private static final int WARM_UP = 2_000;
    private static final int STEPS = Integer.getInteger("edgedfa.memory.steps", 3_000);
    /** Room for the Java side: compiled code, and heap pages touched for the first time. A leak of 6 KB per step is above it. */
    private static final long MOST_GROWTH_BYTES = 16L << 20;

    @Test
    void shouldNotGrowOffTheHeapWhileLearning() {
        Network network = Network.dense(List.of(31, 37, 29, 10), Layer.activation("tanh"), List.of());
        SplittableRandom random = new SplittableRandom(5);
        Graph graph = TrainingStep.of(network, Rules.named("bp", network, random), new SoftmaxCrossEntropy(),
                Optimizer.named("adam"), 13);
        State state = new State(graph.state());
        state.set(InitialWeights.FRAMEWORK.draw(network, random).values());
        try (Engine engine = Engines.open("nd4j", 1); Program program = engine.compile(graph, state)) {
            program.floats(TrainingStep.LEARNING_RATE).put(0, 1e-3f);
            run(program, WARM_UP);
            long tracked = Pointer.totalBytes();
            long resident = residentBytesWithoutHeap();
            run(program, STEPS);
            long grown = residentBytesWithoutHeap() - resident;
            System.err.printf("nd4j: %,d steps of %d nodes: %,d bytes grown%n", STEPS, graph.nodes().size(), grown);
            assertEquals(tracked, Pointer.totalBytes(), "bytes allocated through JavaCPP");
            assertTrue(grown <= MOST_GROWTH_BYTES, grown + " bytes grown");
        }
    }

    private static void run(Program program, int steps) {
        for (int i = 0; i < steps; i++) {
            program.run();
        }
        System.gc();
    }

    private static long residentBytesWithoutHeap() {
        return Pointer.physicalBytes() - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}
