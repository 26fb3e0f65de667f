package io.edgedfa.host.app.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A board of the demo: the real device program as a process of its own. */
final class BoardProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 6;

    private final Process process;
    private final Path log;
    private final String id;

    /** Starts the process. Its output goes to a file beside the configuration. */
    BoardProcess(String id, Path config) throws IOException {
        this.id = id;
        this.log = config.resolveSibling(id + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), "io.edgedfa.device.app.Main", "run", "--config", config.toString());
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** @throws IllegalStateException with the end of its output, when the process is no longer running */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            List<String> lines = Files.readAllLines(log);
            throw new IllegalStateException("board " + id + " ended with exit code " + process.exitValue() + ": "
                    + String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
        }
    }

    /** Asks the process to stop, as a service manager would, and kills it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
