package io.edgedfa.host.app;

import io.edgedfa.host.fleet.FleetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: watch the fleet until stopped. */
@Command(name = "serve", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Follow the boards of a fleet: broker, store, dashboard. Runs until stopped (Ctrl-C, SIGTERM).")
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--broker", paramLabel = "URL",
            description = "External MQTT broker, tcp://HOST:PORT or ssl://HOST:PORT. Without it a broker runs inside this process,"
                    + " on loopback only.")
    private String broker;

    @Option(names = "--mqtt-port", defaultValue = "1883", paramLabel = "PORT", description = "Port of the built-in broker, 0 for a free one.")
    private int mqttPort;

    @Option(names = "--username", paramLabel = "NAME", description = "Login at an external broker.")
    private String username;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File with the password for --username.")
    private Path passwordFile;

    @Option(names = "--group", defaultValue = FleetSettings.DEFAULT_GROUP, paramLabel = "ID",
            description = "Sparkplug group to follow, + for all.")
    private String group;

    @Option(names = "--store", defaultValue = "edge-dfa-data/host.db", paramLabel = "FILE", description = "SQLite database.")
    private Path store;

    @Option(names = "--web-host", defaultValue = "127.0.0.1", paramLabel = "ADDRESS",
            description = "Address of the dashboard: loopback only, because it has no login.")
    private String webHost;

    @Option(names = "--web-port", defaultValue = "8080", paramLabel = "PORT", description = "Port of the dashboard, 0 for a free one.")
    private int webPort;

    @Override
    public Integer call() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopped.countDown();
            awaitQuietly(closed);
        }, "stop"));
        try (HostServer server = new HostServer(broker, mqttPort, settings(), store, webHost, webPort)) {
            System.out.printf("broker    %s%ndashboard %s%nstore     %s%n", server.brokerUri(), server.webUri(), store);
            stopped.await();
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private Function<String, FleetSettings> settings() {
        if (username == null && passwordFile == null) {
            return uri -> FleetSettings.of(uri, group);
        }
        if (username == null || passwordFile == null || broker == null) {
            throw new ParameterException(spec.commandLine(), "--username and --password-file go together, and with --broker");
        }
        String password = password();
        return uri -> FleetSettings.of(uri, group).withLogin(username, password);
    }

    private String password() {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--password-file = " + passwordFile + " cannot be read");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
