package io.edgedfa.emulation;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A 64-bit ARM board emulated on this machine, as .ci/arm64 makes it; its Java runs this module's classes. */
final class EmulatedBoard {
    /** Of the boards that are supported the one that can least: the Cortex-A57 of a Jetson Nano, ARMv8.0. */
    private static final String PROCESSOR = "cortex-a57";

    private final Path folder;
    private final Path libraries;

    /** @param libraries where natives are unpacked */
    private EmulatedBoard(Path folder, Path libraries) {
        this.folder = folder;
        this.libraries = libraries;
    }

    /** Where there is none the test is skipped, and the reason printed. */
    static EmulatedBoard needed(Path libraries) {
        String folder = System.getenv("EDGE_DFA_ARM64");
        if (folder == null || folder.isEmpty()) {
            assertNotEquals("true", System.getenv("CI"), "CI must set EDGE_DFA_ARM64");
            String reason = "tests on an emulated ARM board: EDGE_DFA_ARM64 is not set; .ci/arm64 makes such a folder";
            System.out.println("skipped: " + reason);
            assumeTrue(false, reason);
        }
        return new EmulatedBoard(Path.of(folder).toAbsolutePath(), libraries);
    }

    /** Its Java as a command of this machine. */
    Path java() {
        return folder.resolve("bin").resolve("java");
    }

    /**
     * Runs a class with a main method on this process's class path to its end.
     *
     * @param options of Java
     * @return what it wrote to both streams, line by line
     */
    List<String> run(List<String> options, Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java().toString(), "-Xmx512m",
                "-Djdk.lang.Process.launchMechanism=VFORK", // others start helpers of the emulated Java, which this machine cannot run
                "-Dorg.bytedeco.javacpp.cachedir=" + libraries, "-Djava.io.tmpdir=" + libraries));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putIfAbsent("QEMU_CPU", PROCESSOR);
        Process process = builder.start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } finally {
            process.destroyForcibly();
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(main.getSimpleName() + " ended with " + status + " and said:\n" + String.join("\n", lines));
        }
        return lines;
    }
}
