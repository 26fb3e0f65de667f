package io.edgedfa.onnx;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * A process of its own that reads damaged copies of a file and runs what it could read: a crash, a hang or a memory of no
 * bounds is the process', and seen from outside.
 *
 * <p>Arguments: the file, then {@code cuts STEP} (cut at every STEP-th byte) or {@code flips COUNT SEED} (one flipped bit each).
 * Prints how many were read and how many refused in one line, and each that was neither.
 */
final class HostileFiles {
    private final Path changed;
    private int read;
    private int refused;
    private int bad;

    private HostileFiles(Path changed) {
        this.changed = changed;
    }

    public static void main(String[] args) throws IOException {
        byte[] honest = Files.readAllBytes(Path.of(args[0]));
        Path folder = Files.createTempDirectory("hostile");
        HostileFiles hostile = new HostileFiles(folder.resolve("changed.onnx"));
        try {
            if (args[1].equals("cuts")) {
                for (int length = 0; length < honest.length; length += Integer.parseInt(args[2])) {
                    hostile.attempt(Arrays.copyOf(honest, length), "cut at " + length);
                }
            } else {
                Random random = new Random(Long.parseLong(args[3]));
                for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                    int bit = random.nextInt(8 * honest.length);
                    byte[] flipped = honest.clone();
                    flipped[bit / 8] ^= (byte) (1 << bit % 8);
                    hostile.attempt(flipped, "bit " + bit + " flipped");
                }
            }
        } finally {
            Files.deleteIfExists(hostile.changed);
            Files.delete(folder);
        }
        System.out.println("read " + hostile.read + ", refused " + hostile.refused + ", bad " + hostile.bad);
    }

    private void attempt(byte[] bytes, String what) throws IOException {
        Files.write(changed, bytes);
        try {
            run(ModelFile.read(changed, "", new OrtShapeProbe()));
            read++;
        } catch (ModelException | EngineException e) {
            if (e.getMessage().contains("\n")) {
                complain(what, "more than one line: " + e.getMessage());
            }
            refused++;
        } catch (RuntimeException | Error e) {
            complain(what, e.toString());
            e.printStackTrace(System.out);
        }
    }

    private static void run(Model model) {
        Graph graph = model.network().inference(1);
        State state = new State(graph.state());
        state.set(model.parameters().values());
        try (Engine engine = Engines.open("ort", 1); Program program = engine.compile(graph, state)) {
            program.run();
        }
    }

    private void complain(String what, String why) {
        bad++;
        System.out.println("BAD " + what + ": " + why);
    }
}
