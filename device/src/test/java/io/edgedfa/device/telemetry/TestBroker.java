package io.edgedfa.device.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * An embedded HiveMQ on the loopback address, everything in memory; takes about 2 s to start. With {@code -Dedgedfa.broker.port} a broker
 * that listens there stands in for it.
 */
public final class TestBroker implements AutoCloseable {
    private static final Integer GIVEN = Integer.getInteger("edgedfa.broker.port");

    private final EmbeddedHiveMQ hivemq; // null if it is given
    private final int port;

    private TestBroker(EmbeddedHiveMQ hivemq, int port) {
        this.hivemq = hivemq;
        this.port = port;
    }

    /** @param folder an empty folder for its configuration and data */
    public static TestBroker start(Path folder) throws Exception {
        return GIVEN == null ? start(folder, freePort()) : new TestBroker(null, GIVEN);
    }

    public static TestBroker start(Path folder, int port) throws Exception {
        quietLogs();
        Path config = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(config.resolve("config.xml"), """
                <hivemq>
                  <listeners>
                    <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                  </listeners>
                  <persistence><mode>in-memory</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port));
        EmbeddedHiveMQ hivemq = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(config)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withoutLoggingBootstrap()
                .build();
        hivemq.start().join();
        return new TestBroker(hivemq, port);
    }

    public URI uri() {
        return URI.create("tcp://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Two jars on the test class path bring a logback.xml; the one found first logs everything. */
    private static void quietLogs() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    @Override
    public void close() throws Exception {
        if (hivemq != null) {
            hivemq.close();
        }
    }
}
