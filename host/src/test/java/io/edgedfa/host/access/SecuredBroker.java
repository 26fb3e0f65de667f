package io.edgedfa.host.access;

import io.edgedfa.device.telemetry.tls.TlsFiles;
import io.edgedfa.host.access.authority.Enrolment;
import io.edgedfa.host.access.authority.Subject;
import io.edgedfa.host.store.database.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Mosquitto with the shipped configuration, and an authority that enrolls whom a test wants. */
final class SecuredBroker implements AutoCloseable {
    private final Path folder;
    private final Database database;
    private final Process process;
    private final int port;

    private SecuredBroker(Path folder, Database database, Process process, int port) {
        this.folder = folder;
        this.database = database;
        this.process = process;
        this.port = port;
    }

    /** Mosquitto's program; empty where it is not installed. */
    static Optional<Path> program() {
        return Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto").map(Path::of).filter(Files::exists).findFirst();
    }

    static SecuredBroker start(Path folder) throws Exception {
        Database database = Database.open(folder.resolve("access.db").toString());
        enrolment(folder, database, Clock.systemUTC()).enroll(Principal.CONSOLE, Subject.broker(List.of("localhost", "127.0.0.1")),
                Duration.ofDays(2), false, folder.resolve("broker"));
        int port = freePort();
        String configuration = Files.readString(Path.of("../firmware-config/mosquitto.conf"))
                .replace("/etc/edge-dfa/", folder + "/")
                .replace("listener 8883", "listener " + port)
                .replace("/var/lib/mosquitto/", Files.createDirectories(folder.resolve("kept")) + "/");
        Path file = Files.writeString(folder.resolve("mosquitto.conf"), configuration + "user " + System.getProperty("user.name") + "\n");
        Process process = new ProcessBuilder(program().orElseThrow().toString(), "-c", file.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("mosquitto.log").toFile()).start();
        for (int i = 0; i < 1_000 && process.isAlive() && !listens(port); i++) {
            Thread.sleep(10);
        }
        if (!process.isAlive()) {
            throw new IOException(Files.readString(folder.resolve("mosquitto.log")));
        }
        return new SecuredBroker(folder, database, process, port);
    }

    String uri() {
        return "ssl://localhost:" + port;
    }

    /** Makes a certificate, and has the broker know of it. */
    TlsFiles enroll(Subject subject) throws Exception {
        TlsFiles files = enroll(subject, folder, Clock.systemUTC());
        reload();
        return files;
    }

    /** Of another folder's authority, or at another time. The broker hears nothing of it. */
    TlsFiles enroll(Subject subject, Path authoritysParent, Clock clock) throws IOException {
        Path made = authoritysParent.resolve("made").resolve(subject.name());
        String word = subject.kind().word();
        enrolment(authoritysParent, database, clock).enroll(Principal.CONSOLE, subject, Duration.ofDays(2), false, made);
        return new TlsFiles(folder.resolve("ca/ca.crt"), made.resolve(word + ".crt"), made.resolve(word + ".key"));
    }

    void revoke(String name) throws Exception {
        enrolment(folder, database, Clock.systemUTC()).revoke(Principal.CONSOLE, name);
        reload();
    }

    /** The broker reads its files again, as by {@code systemctl reload mosquitto}. */
    private void reload() throws Exception {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    private static Enrolment enrolment(Path folder, Database database, Clock clock) {
        return new Enrolment(folder.resolve("ca"), null, database, clock);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        process.waitFor();
        database.close();
    }
}
