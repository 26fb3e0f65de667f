package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the board trusts over ssl://: a server of its own, whose certificate is made by the JDK's keytool, plays the broker. */
class EdgeNodeTlsTest {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    @AfterEach
    void trustAsBefore() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE + "Password");
    }

    private static void trust(Path store) {
        System.setProperty(TRUST_STORE, store.toString());
        System.setProperty(TRUST_STORE + "Password", new String(PASSWORD));
    }

    @Test
    void shouldSpeakMqttWhenCertificateIsTrusted() throws Exception {
        Path store = certificate("localhost", "dns:localhost");
        trust(store);
        assertEquals("connect: Not authorized to connect", errorAtBroker(store));
    }

    @Test
    void shouldNotSpeakMqttWhenCertificateIsNotTrusted() throws Exception {
        String error = errorAtBroker(certificate("localhost", "dns:localhost"));
        assertTrue(error.contains("SSLHandshakeException") && error.contains("unable to find valid certification path"), error);
    }

    @Test
    void shouldNotSpeakMqttWhenCertificateIsOfAnotherHost() throws Exception {
        Path store = certificate("elsewhere", "dns:elsewhere.example");
        trust(store);
        String error = errorAtBroker(store);
        assertTrue(error.contains("localhost"), error);
    }

    /** What the board says of a broker with this certificate, which refuses every login (CONNACK, return code 5). */
    private static String errorAtBroker(Path store) throws Exception {
        try (ServerSocket server = serverOf(store)) {
            Thread broker = new Thread(() -> refuseLogins(server), "TLS broker");
            broker.setDaemon(true);
            broker.start();
            URI uri = URI.create("ssl://localhost:" + server.getLocalPort());
            try (EdgeNode board = new EdgeNode(EdgeNodeSettings.of(uri, "g", "tls", "d").withTimes(Duration.ofSeconds(2),
                    Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(10)))) {
                board.start();
                for (int i = 0; i < 1_000 && board.lastError().isEmpty(); i++) {
                    Thread.sleep(5);
                }
                return board.lastError().orElseThrow();
            }
        }
    }

    private static void refuseLogins(ServerSocket server) {
        try (Socket connection = server.accept()) {
            if (connection.getInputStream().read(new byte[8_192]) > 0) {
                connection.getOutputStream().write(HexFormat.of().parseHex("20020005"));
                connection.getInputStream().read();
            }
        } catch (IOException refused) {
            // the board ended the handshake
        }
    }

    private static ServerSocket serverOf(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("localhost"));
    }

    /** A store with a new key and its self-signed certificate, good both to serve and to trust. */
    private Path certificate(String name, String alternativeName) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "broker", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + alternativeName, "-validity", "2",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD))
                .redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes());
        assertEquals(0, keytool.waitFor(), output);
        return store;
    }
}
