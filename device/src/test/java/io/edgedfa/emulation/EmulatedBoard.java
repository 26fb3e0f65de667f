package io.edgedfa.emulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A 64-bit ARM board emulated on this machine, as .ci/arm64 makes it; its Java runs this module's classes. */
final class EmulatedBoard {
    /** Of the boards that are supported the one that can least: the Cortex-A57 of a Jetson Nano, ARMv8.0. */
    private static final String PROCESSOR = "cortex-a57";

    /** Where ND4J unpacks its natives, 300 MB, once for all. */
    private static final Path LIBRARIES = Path.of("target", "emulated-libraries").toAbsolutePath();

    /** Tests have no time limits of their own there; a board that hangs ends with this. */
    private static final int MOST_MINUTES = 20;

    private final Path folder;

    private EmulatedBoard(Path folder) {
        this.folder = folder;
    }

    /** Where there is none the test is skipped, and the reason printed. */
    static EmulatedBoard needed() {
        String folder = System.getenv("EDGE_DFA_ARM64");
        if (folder == null || folder.isEmpty()) {
            assertNotEquals("true", System.getenv("CI"), "CI must set EDGE_DFA_ARM64");
            String reason = "tests on an emulated ARM board: EDGE_DFA_ARM64 is not set; .ci/arm64 makes such a folder";
            System.out.println("skipped: " + reason);
            assumeTrue(false, reason);
        }
        return new EmulatedBoard(Path.of(folder).toAbsolutePath());
    }

    /** Its Java as a command of this machine. */
    Path java() {
        return folder.resolve("bin").resolve("java");
    }

    /**
     * Runs tests of this module; of each at least one must run, and none may fail. Those that are skipped there are printed.
     *
     * @param options of Java
     * @param tests   as {@link TestRun} takes them, without {@code io.edgedfa.}
     */
    void assertPass(List<String> options, String... tests) throws IOException, InterruptedException {
        List<String> selected = Stream.of(tests).map("io.edgedfa."::concat).toList();
        List<String> output = run(options, TestRun.class, selected);
        List<String> outcomes = output.stream().filter(line -> line.startsWith(TestRun.MARK)).toList();
        for (String test : selected) {
            List<String> own = outcomes.stream().filter(line -> line.contains(" " + test + (test.contains("#") ? " " : "#"))).toList();
            long passed = own.stream().filter(line -> line.startsWith(TestRun.MARK + "passed")).count();
            System.out.println(test + ": " + passed + " passed on an emulated ARM board");
            own.stream().filter(line -> line.startsWith(TestRun.MARK + "skipped")).forEach(System.out::println);
            assertTrue(passed > 0, () -> "of " + test + " nothing passed; the board said:\n" + String.join("\n", output));
        }
        assertEquals(List.of(), outcomes.stream().filter(line -> line.startsWith(TestRun.MARK + "failed")).toList(),
                () -> "the board said:\n" + String.join("\n", output));
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
                "-Dorg.bytedeco.javacpp.cachedir=" + Files.createDirectories(LIBRARIES)));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putIfAbsent("QEMU_CPU", PROCESSOR);
        Process process = builder.start();
        CompletableFuture.delayedExecutor(MOST_MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);
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
