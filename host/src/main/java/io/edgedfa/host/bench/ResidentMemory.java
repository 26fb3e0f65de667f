package io.edgedfa.host.bench;

import io.edgedfa.host.bench.peer.Peer;
import io.edgedfa.host.bench.peer.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How much memory a side takes: it trains alone in a process of its own, and the kernel has counted (proc(5), {@code VmHWM}:
 * Java heap, native buffers, code, libraries, all of it).
 *
 * @param nanos about how long the side trains
 */
record ResidentMemory(long nanos) {
    private static final String ANSWER = "peak resident bytes: ";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LEAST_STEPS = 10;
    static final Path SELF = Path.of("/proc/self/status");

    /** In the process of the side: trains, then tells what the kernel has counted. */
    String train(Peer peer, Workload workload, Path status) throws IOException {
        long start = System.nanoTime();
        try (Peer.Loop loop = peer.open(workload)) {
            for (int i = 0; i < LEAST_STEPS || System.nanoTime() - start < nanos; i++) {
                loop.step();
            }
            return ANSWER + peakBytes(status);
        }
    }

    /** {@code VmHWM} of a process's status file. */
    static long peakBytes(Path status) throws IOException {
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.substring("VmHWM:".length()).replace("kB", "").strip()) * 1024;
            }
        }
        throw new IOException(status + " has no line VmHWM");
    }

    /**
     * Starts the process of a side and reads its answer.
     *
     * @param command that calls {@link #train} and prints what it returns
     * @throws IOException when it fails or takes too long, with the last line it printed that is not of a stack trace
     */
    static long ask(List<String> command) throws IOException {
        Path errors = Files.createTempFile("edge-dfa-bench", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        Process process = builder.start();
        try {
            Thread watchdog = stopLater(process);
            String answer = null;
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    answer = line.startsWith(ANSWER) ? line.substring(ANSWER.length()) : answer;
                }
            }
            watchdog.interrupt();
            if (answer == null) {
                // Lines of a stack trace are indented; the one before them says what happened.
                List<String> lines = Files.readAllLines(errors).stream().filter(line -> line.matches("\\S.*")).toList();
                throw new IOException(lines.isEmpty() ? "ended without a word" : lines.get(lines.size() - 1));
            }
            return Long.parseLong(answer);
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }

    private static Thread stopLater(Process process) {
        Thread watchdog = new Thread(() -> {
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "bench-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        return watchdog;
    }
}
