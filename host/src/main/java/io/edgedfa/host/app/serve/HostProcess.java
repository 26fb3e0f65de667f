package io.edgedfa.host.app.serve;

import io.edgedfa.host.app.console.ThisProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code serve} as a process of its own, with a broker and ports of its own. Its output goes to a file. */
final class HostProcess implements AutoCloseable {
    private static final long START_SECONDS = 90;
    private static final long STOP_SECONDS = 60;
    private static final long LOOK_EVERY_MS = 100;

    private final Process process;
    private final Path log;
    private final String brokerUri;
    private final String webUri;

    private HostProcess(Process process, Path log) throws IOException, InterruptedException {
        this.process = process;
        this.log = log;
        brokerUri = awaitLine("broker");
        webUri = awaitLine("dashboard");
    }

    /**
     * Starts it and waits until boards can connect.
     *
     * @param store   database file or address
     * @param more    further options of {@code serve}
     * @param log     file for its output
     * @throws IOException with the end of its output if it does not start
     */
    static HostProcess start(String store, List<String> more, Path log) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--mqtt-port", "0", "--web-port", "0", "--store", store));
        arguments.addAll(more);
        Files.deleteIfExists(log);
        Process process = new ProcessBuilder(ThisProgram.command(List.of("-Xmx1g"), arguments))
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            return new HostProcess(process, log);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private String awaitLine(String name) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() - end < 0) {
            Optional<String> line = lines().stream().filter(text -> text.startsWith(name + " ")).findFirst();
            if (line.isPresent()) {
                return line.get().substring(name.length()).strip();
            }
            process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        }
        List<String> lines = lines();
        throw new IOException("the host did not start: " + String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
    }

    private List<String> lines() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8).lines().toList();
    }

    String brokerUri() {
        return brokerUri;
    }

    String webUri() {
        return webUri;
    }

    /** Its most resident memory so far in bytes; empty where nobody knows. */
    Optional<Long> peakResidentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:")).map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /** Asks the host to stop, which writes what is queued, and kills it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
