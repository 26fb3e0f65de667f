package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.image.BoardImage;
import io.edgedfa.device.image.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A real board process: the installed image with its launcher, as on a board, killed like a power cut would. Killed at the end, if it
 * still runs.
 */
final class BoardProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "edge-dfa-device.jar").toAbsolutePath();

    private static Path image;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final long startedNanos = System.nanoTime();
    private volatile long readyMs = -1;
    private final Thread reader;

    private BoardProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "board-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** The command line of {@code run --config FILE}. */
    static List<String> command(Path config) throws IOException, InterruptedException {
        return List.of(launcher().toString(), "run", "--config", config.toString());
    }

    /** Of an image that is made once per test process, its archive of classes included. */
    private static synchronized Path launcher() throws IOException, InterruptedException {
        if (image == null) {
            assertTrue(Files.exists(JAR), JAR + " is not there: run mvn package first");
            image = Files.createTempDirectory(JAR.getParent(), "image-");
            Platform here = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")).orElseThrow();
            new BoardImage(JAR, here).write(image);
            ProcessBuilder archive = new ProcessBuilder(image.resolve(BoardImage.LAUNCHER).toString(), "--archive")
                    .redirectErrorStream(true).redirectOutput(image.resolve("archive.log").toFile());
            archive.environment().put("JAVA_HOME", System.getProperty("java.home"));
            assertEquals(0, archive.start().waitFor(), Files.readString(image.resolve("archive.log")));
        }
        return image.resolve(BoardImage.LAUNCHER);
    }

    static BoardProcess run(Path config) throws IOException, InterruptedException {
        return start(command(config));
    }

    static BoardProcess start(List<String> command) throws IOException {
        return start(command, Map.of());
    }

    static BoardProcess start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new BoardProcess(builder.start());
    }

    private void read() {
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("ready")) {
                    readyMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
                }
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("output ended: " + e);
        }
    }

    /** Standard input of the board. */
    OutputStream input() {
        return process.getOutputStream();
    }

    /** From the start of the process until it could predict, milliseconds; -1 if that is not so yet. */
    long readyMs() {
        return readyMs;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Both streams so far. */
    List<String> lines() {
        return lines;
    }

    boolean said(Predicate<String> line) {
        return lines.stream().anyMatch(line);
    }

    /** Waits for something; the message of a failure has the output's end. */
    BoardProcess await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive() && !condition.getAsBoolean()) {
                throw new AssertionError(what + " did not come; the board " + (process.isAlive() ? "runs" : "ended") + " and said:\n" + tail());
            }
            Thread.sleep(10);
        }
        return this;
    }

    BoardProcess awaitLine(String part) throws InterruptedException {
        return await('"' + part + '"', () -> said(line -> line.contains(part)));
    }

    String tail() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** A signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /** SIGKILL, and its output to the end. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // the process's own method would throw unread output away
        process.waitFor();
        reader.join(5_000);
    }

    /** SIGTERM. @return the milliseconds it took, empty if it did not end within 10 s */
    Optional<Long> terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.toHandle().destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            return Optional.empty();
        }
        reader.join(5_000);
        return Optional.of(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** Waits until it ends by itself. @return its exit status */
    int awaitEnd(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the board still runs; it said:\n" + tail());
        }
        reader.join(5_000);
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
