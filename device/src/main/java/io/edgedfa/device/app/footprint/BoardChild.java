package io.edgedfa.device.app.footprint;

import io.edgedfa.device.board.ProcessMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The installed board program as a process of its own, its output read as it comes. */
final class BoardChild implements AutoCloseable {
    private static final long PATIENCE_S = 60;
    private static final long STOP_S = 10;
    private static final int LINES_KEPT = 100;

    private final Process process;
    private final long startNanos;
    private final Thread reader;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile long readyNanos;
    /** The newest lines; guarded by itself. */
    private final Deque<String> lines = new ArrayDeque<>();

    /** Starts a launcher with the Java of this process. */
    BoardChild(Path launcher, List<String> arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString()).redirectErrorStream(true);
        builder.command().addAll(arguments);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        startNanos = System.nanoTime();
        process = builder.start();
        reader = new Thread(this::read, "board-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                take(line);
            }
        } catch (IOException | UncheckedIOException e) {
            take("its output broke off: " + e.getMessage());
        } finally {
            ready.countDown();
        }
    }

    private void take(String line) {
        if (line.startsWith("ready") && readyNanos == 0) {
            readyNanos = System.nanoTime();
            ready.countDown();
        }
        synchronized (lines) {
            if (lines.size() == LINES_KEPT) {
                lines.remove();
            }
            lines.add(line);
        }
    }

    /** Waits for its first prediction. @return milliseconds from the start. @throws IOException when it ends or takes too long */
    double awaitReady() throws IOException, InterruptedException {
        ready.await(PATIENCE_S, TimeUnit.SECONDS);
        if (readyNanos == 0) {
            throw failure("has not predicted anything within " + PATIENCE_S + " s");
        }
        return (readyNanos - startNanos) / 1e6;
    }

    /** Waits for its end. @throws IOException when it takes too long, or ends with an exit code other than those allowed */
    void awaitEnd(long seconds, List<Integer> allowed) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw failure("has not ended within " + seconds + " s");
        }
        reader.join(TimeUnit.SECONDS.toMillis(STOP_S));
        if (!allowed.contains(process.exitValue())) {
            throw failure("ended with exit code " + process.exitValue());
        }
    }

    /** Asks it to stop, as a service manager would, and waits until it has. */
    void stop() throws IOException, InterruptedException {
        process.toHandle().destroy(); // Unlike the process's own method it leaves its output open.
        awaitEnd(STOP_S, List.of(0, 143)); // 128 and the signal's number, 15
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessMemory memory() {
        return new ProcessMemory(Path.of("/"), process.pid());
    }

    /** The number that the pattern's group found last in its output; 0 for never. */
    long last(Pattern pattern) {
        long number = 0;
        synchronized (lines) {
            for (String line : lines) {
                Matcher found = pattern.matcher(line);
                number = found.find() ? Long.parseLong(found.group(1)) : number;
            }
        }
        return number;
    }

    IOException failure(String what) {
        synchronized (lines) {
            return new IOException("the board process " + what + (lines.isEmpty() ? "" : ": " + lines.getLast()));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
