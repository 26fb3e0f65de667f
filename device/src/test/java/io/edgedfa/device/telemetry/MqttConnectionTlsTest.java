package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.tls.PemFiles;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates on both sides, against a server of the test's own. */
class MqttConnectionTlsTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Test
    void shouldShowItsCertificateWhenTheBrokerAsks() throws Exception {
        TlsFiles board = PemFiles.write(folder, "board-1", "EC");
        assertThrows(IOException.class, () -> connect(board, "tls-shows"));
        assertEquals("CN=board-1", seen.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldLeaveNoThreadBehindWhenTheBrokerHangsUpAfterTheHandshake() throws Exception {
        TlsFiles board = PemFiles.write(folder, "board-1", "EC");
        assertThrows(IOException.class, () -> connect(board, "tls-hangup"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (threadsOf("tls-hangup") > 0) {
            assertTrue(System.nanoTime() < end, "threads left behind: " + threadsOf("tls-hangup"));
            Thread.sleep(20);
        }
    }

    private void connect(TlsFiles board, String clientId) throws Exception {
        TlsFiles server = PemFiles.write(folder, "localhost", "EC");
        SSLServerSocket socket = (SSLServerSocket) new TlsFiles(board.certificate(), server.certificate(), server.key()).context()
                .getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("localhost"));
        socket.setNeedClientAuth(true);
        try (socket) {
            Thread broker = new Thread(() -> hangUp(socket), "TLS broker");
            broker.setDaemon(true);
            broker.start();
            MqttEndpoint endpoint = new MqttEndpoint(URI.create("ssl://localhost:" + socket.getLocalPort()), clientId, null, null,
                    Duration.ofSeconds(5), Duration.ofSeconds(30), new TlsFiles(server.certificate(), board.certificate(), board.key()));
            MqttConnection connection = new MqttConnection(endpoint, new Object(), () -> false, (topic, payload) -> {});
            try {
                connection.connect(null, 10_000);
            } finally {
                connection.discard();
            }
        }
    }

    private void hangUp(SSLServerSocket server) {
        try (SSLSocket connection = (SSLSocket) server.accept()) {
            connection.startHandshake();
            seen.add(((java.security.cert.X509Certificate) connection.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal().getName());
        } catch (IOException e) {
            seen.add(String.valueOf(e.getMessage()));
        }
    }

    /** Paho's threads carry the client id. */
    private static long threadsOf(String clientId) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains(clientId)).count();
    }
}
