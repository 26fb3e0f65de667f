package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.management.OperatingSystemMXBean;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ND4J's threads do between two runs, in a process of its own with nothing else in it. */
class Nd4jIdlingTest {
    private static final List<String> VARIABLES = List.of("OMP_WAIT_POLICY", "OPENBLAS_THREAD_TIMEOUT");
    private static final int REPETITIONS = 5;
    private static final int PAUSE_MILLIS = 200;
    /** A spinning thread uses two to five times as much; the virtual machine's own work in a pause is a few milliseconds. */
    private static final long MOST_NANOS = 20_000_000;

    private interface LibC extends Library {
        String getenv(String name);
    }

    @Test
    void shouldSleepBetweenRunsAndLeaveTheEnvironmentAsItWas() throws IOException, InterruptedException {
        String output = child(Map.of("OMP_DISPLAY_ENV", "true")); // has OpenMP print what it has read
        assertTrue(output.contains("OMP_WAIT_POLICY = 'PASSIVE'"), output);
        String[] said = lastLine(output);
        assertTrue(Long.parseLong(said[0]) <= MOST_NANOS, said[0] + " ns of processor time in a pause of " + PAUSE_MILLIS + " ms");
        assertEquals("null", said[1]);
        assertEquals("null", said[2]);
    }

    @Test
    void shouldKeepWhatTheUserHasSet() throws IOException, InterruptedException {
        String output = child(Map.of("OMP_DISPLAY_ENV", "true", "OMP_WAIT_POLICY", "active", "OPENBLAS_THREAD_TIMEOUT", "28"));
        assertTrue(output.contains("OMP_WAIT_POLICY = 'ACTIVE'"), output);
        String[] said = lastLine(output);
        assertEquals("active", said[1]);
        assertEquals("28", said[2]);
    }

    private static String child(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Nd4jIdlingTest.class.getName())
                .redirectErrorStream(true);
        builder.environment().keySet().removeAll(VARIABLES);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static String[] lastLine(String output) {
        return output.strip().substring(output.strip().lastIndexOf('\n') + 1).split(" ");
    }

    /** Prints the least processor time that a pause after a run took, in nanoseconds, and both variables as the C library has them. */
    public static void main(String[] arguments) throws InterruptedException {
        Shape shape = Shape.of(512, 512);
        GraphBuilder g = new GraphBuilder("work");
        Tensor w = g.state("w", shape);
        g.update(w, g.tanh(g.matmul(w, g.tanh(w))));
        Graph graph = g.build();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long least = Long.MAX_VALUE;
        try (Engine engine = Engines.open("nd4j", 2); Program program = engine.compile(graph, new State(graph.state()))) {
            for (int i = 0; i < REPETITIONS; i++) {
                program.run();
                long before = system.getProcessCpuTime();
                Thread.sleep(PAUSE_MILLIS);
                least = Math.min(least, system.getProcessCpuTime() - before);
            }
        }
        LibC libc = Native.load("c", LibC.class);
        System.out.println(least + " " + libc.getenv(VARIABLES.get(0)) + " " + libc.getenv(VARIABLES.get(1)));
    }
}
