package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Mosquitto of its own that can be killed and started again, on the same port, with what it remembered or without. */
final class MosquittoProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final long START_MS = 20_000;

    private final Path folder;
    private final int port;
    private Process process;

    private MosquittoProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Skips the test, with the reason printed, where there is no Mosquitto; CI must have it. */
    static MosquittoProcess start(Path folder) throws IOException, InterruptedException {
        boolean there = Files.isExecutable(PROGRAM);
        if (!there) {
            System.out.println("skipped: " + PROGRAM + " is not installed (package mosquitto)");
            assertTrue(!"true".equals(System.getenv("CI")), "CI must have mosquitto");
        }
        assumeTrue(there, "mosquitto is not installed");
        MosquittoProcess broker = new MosquittoProcess(Files.createDirectories(folder), freePort());
        Files.writeString(folder.resolve("mosquitto.conf"), "listener " + broker.port + " 127.0.0.1\nallow_anonymous true\n"
                + "persistence true\npersistence_location " + folder + "/\nautosave_interval 1\nuser root\n");
        broker.start();
        return broker;
    }

    int port() {
        return port;
    }

    void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(PROGRAM.toString(), "-c", folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS);
        while (!listens(port)) {
            assertTrue(System.nanoTime() < deadline && process.isAlive(), () -> "mosquitto did not start; see " + folder + "/log");
            Thread.sleep(20);
        }
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As a power cut would. @param forget whether what it has written goes, too */
    void kill(boolean forget) throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        if (forget) {
            Files.deleteIfExists(folder.resolve("mosquitto.db"));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
