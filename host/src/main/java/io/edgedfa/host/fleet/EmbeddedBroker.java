package io.edgedfa.host.fleet;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HiveMQ Community Edition inside this process: the broker of the demo, the tests and a single host. It keeps everything in
 * memory, sends no usage statistics, and listens on loopback only, because it lets anyone in who reaches it.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 30;
    private static final int FREE_PORT_ATTEMPTS = 5;

    private final EmbeddedHiveMQ broker;
    private final Path folder;
    private final String address;
    private final int port;

    private EmbeddedBroker(EmbeddedHiveMQ broker, Path folder, String address, int port) {
        this.broker = broker;
        this.folder = folder;
        this.address = address;
        this.port = port;
    }

    /** Starts on 127.0.0.1; see {@link #start(String, int)}. */
    public static EmbeddedBroker start(int port) {
        return start("127.0.0.1", port);
    }

    /**
     * Starts and waits until clients can connect, a second or two.
     *
     * @param address a loopback address
     * @param port    0 for a free one
     * @throws IllegalArgumentException if the address is not loopback or the port is out of range
     * @throws IllegalStateException    if the port is taken or the broker does not start
     */
    public static EmbeddedBroker start(String address, int port) {
        requireLoopback(address);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("broker port is " + port + ", allowed are 0 to 65535");
        }
        if (port != 0) {
            requireFree(address, port);
            return launch(address, port);
        }
        // HiveMQ does not say which port 0 became, so one is picked first; it can be taken in between.
        for (int attempt = 1; ; attempt++) {
            try {
                return launch(address, freePort(address));
            } catch (IllegalStateException e) {
                if (attempt == FREE_PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** {@code tcp://address:port}, for clients on this machine. */
    public String uri() {
        return "tcp://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Stops the broker, which disconnects every client, and deletes its folder. */
    @Override
    public void close() {
        stop(broker, folder);
    }

    private static EmbeddedBroker launch(String address, int port) {
        Path folder = prepareFolder(address, port);
        // The default waits two seconds twice while closing, for stores on disk that this broker does not have.
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(100);
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder.resolve("conf"))
                .withDataFolder(folder.resolve("data"))
                .withExtensionsFolder(folder.resolve("extensions"))
                .withoutLoggingBootstrap() // it would replace the host's logging
                .build();
        try {
            broker.start().get(START_SECONDS, TimeUnit.SECONDS);
            return new EmbeddedBroker(broker, folder, address, port);
        } catch (ExecutionException | TimeoutException e) {
            stop(broker, folder);
            throw new IllegalStateException("the broker did not start on " + address + ":" + port + "; is the port taken?", e);
        } catch (InterruptedException e) {
            stop(broker, folder);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker started", e);
        }
    }

    private static Path prepareFolder(String address, int port) {
        try {
            Path folder = Files.createTempDirectory("edgedfa-broker-");
            Files.createDirectories(folder.resolve("data"));
            Files.createDirectories(folder.resolve("extensions"));
            Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("config.xml"), """
                    <hivemq>
                      <listeners>
                        <tcp-listener><port>%d</port><bind-address>%s</bind-address></tcp-listener>
                      </listeners>
                      <mqtt>
                        <packets><max-packet-size>1048576</max-packet-size></packets>
                      </mqtt>
                      <restrictions>
                        <max-connections>20000</max-connections>
                        <max-topic-length>1024</max-topic-length>
                      </restrictions>
                      <persistence><mode>in-memory</mode></persistence>
                      <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                    </hivemq>
                    """.formatted(port, address));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's folder could not be made: " + e.getMessage(), e);
        }
    }

    private static void stop(EmbeddedHiveMQ broker, Path folder) {
        try {
            broker.stop().get(STOP_SECONDS, TimeUnit.SECONDS);
            broker.close();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the broker did not stop in order: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the broker's folder {} could not be deleted: {}", folder, e.getMessage());
        }
    }

    private static void requireLoopback(String address) {
        try {
            if (InetAddress.getByName(address).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            // said below: an unknown name is no loopback address either
        }
        throw new IllegalArgumentException("the embedded broker has no login, so it listens on loopback only, not on '" + address
                + "'\nrun a broker of your own (firmware-config has one) and give its address instead");
    }

    private static void requireFree(String address, int port) {
        try (ServerSocket probe = bind(address, port)) {
            LOG.debug("port {} is free", probe.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException("the broker cannot listen on " + address + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private static int freePort(String address) {
        try (ServerSocket probe = bind(address, 0)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port on " + address + ": " + e.getMessage(), e);
        }
    }

    private static ServerSocket bind(String address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
