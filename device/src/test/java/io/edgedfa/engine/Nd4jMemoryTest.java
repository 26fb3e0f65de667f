package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.Graph;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/**
 * ND4J's memory while learning, in a process of its own whose heap is in memory from the start, so that what grows lies
 * outside the heap. 5,000 steps by default; the long run is
 * {@code mvn -pl device test -Dtest=Nd4jMemoryTest -Dedgedfa.memory.steps=100000}.
 */
class Nd4jMemoryTest {
    private static final int WARM_UP = 5_000;
    private static final int STEPS = Integer.getInteger("edgedfa.memory.steps", 5_000);
    /** Room for what the virtual machine itself still compiles and caches after the warm-up; the same for any number of steps. */
    private static final long MOST_GROWTH_BYTES = 8L << 20;

    @Test
    void shouldNotGrowOffTheHeapWhileLearning() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=32m",
                "-cp", System.getProperty("java.class.path"), Nd4jMemoryTest.class.getName(), Integer.toString(STEPS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        long[] bytes = Arrays.stream(output.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        System.err.printf("nd4j, %,d steps: resident %,d -> %,d bytes%n", STEPS, bytes[0], bytes[1]);
        assertTrue(bytes[3] <= bytes[2], "bytes allocated through JavaCPP: " + bytes[2] + ", then " + bytes[3]);
        assertTrue(bytes[1] - bytes[0] <= MOST_GROWTH_BYTES, bytes[1] - bytes[0] + " bytes grown");
    }

    /** Prints resident bytes before and after the steps, then bytes allocated through JavaCPP before and after. */
    public static void main(String[] arguments) {
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
            long resident = Pointer.physicalBytes();
            run(program, Integer.parseInt(arguments[0]));
            System.out.println(resident + " " + Pointer.physicalBytes() + " " + tracked + " " + Pointer.totalBytes());
        }
    }

    private static void run(Program program, int steps) {
        for (int i = 0; i < steps; i++) {
            program.run();
        }
        System.gc();
    }
}
