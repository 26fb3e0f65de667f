package io.edgedfa.device.app;

import io.edgedfa.device.telemetry.TestBroker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A broker of the kind that stands beside boards: Mosquitto where it is installed, else the embedded one. */
public final class Mosquitto implements AutoCloseable {
    private final Process process; // null for the embedded one
    private final TestBroker embedded;
    private final URI uri;

    private Mosquitto(Process process, TestBroker embedded, URI uri) {
        this.process = process;
        this.embedded = embedded;
        this.uri = uri;
    }

    public static Mosquitto start(Path folder) throws Exception {
        Optional<String> program = Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto").filter(path -> Files.exists(Path.of(path))).findFirst();
        Files.createDirectories(folder);
        if (program.isEmpty()) {
            System.out.println("Mosquitto is not installed; the embedded broker stands in for it");
            TestBroker broker = TestBroker.start(folder);
            return new Mosquitto(null, broker, broker.uri());
        }
        int port = TestBroker.freePort();
        Path config = Files.writeString(folder.resolve("mosquitto.conf"), "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
        Process process = new ProcessBuilder(List.of(program.get(), "-c", config.toString()))
                .redirectErrorStream(true).redirectOutput(folder.resolve("mosquitto.log").toFile()).start();
        for (int i = 0; i < 500 && process.isAlive() && !listens(port); i++) {
            Thread.sleep(10);
        }
        return new Mosquitto(process, null, URI.create("tcp://127.0.0.1:" + port));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public URI uri() {
        return uri;
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            process.destroy();
            process.waitFor();
        } else {
            embedded.close();
        }
    }
}
