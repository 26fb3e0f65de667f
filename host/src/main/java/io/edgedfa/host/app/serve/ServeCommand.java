package io.edgedfa.host.app.serve;

import io.edgedfa.config.ConfigReader.Setting;
import io.edgedfa.host.app.config.HostConfig;
import io.edgedfa.host.app.config.HostKeys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: watch the fleet until stopped. Its options are the keys of the configuration. */
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = "Follow the boards of a fleet: broker, store, dashboard, API. Runs until stopped (Ctrl-C, SIGTERM). Every"
                + " option is a key of host.toml, and wins over it.")
public final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, see firmware-config/host.toml.")
    private Path config;

    private ServeCommand() {}

    /** With an option for every key, and the keys' defaults in its help. */
    public static CommandLine create() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new ServeCommand());
        Map<String, Setting> defaults = HostConfig.read(null, Map.of()).settings();
        for (HostKeys.Key key : HostKeys.ALL) {
            String absent = defaults.get(key.key()).value();
            spec.addOption(OptionSpec.builder(key.options().toArray(String[]::new)).type(String.class).paramLabel(key.label())
                    .description(key.description() + (absent.equals("\"\"") ? "" : " Default: " + absent.replace("\"", "")))
                    .build());
        }
        return new CommandLine(spec);
    }

    @Override
    public Integer call() throws Exception {
        HostConfig settings = HostConfig.read(config, given());
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopped.countDown();
            awaitQuietly(closed);
        }, "stop"));
        try (HostServer server = new HostServer(settings)) {
            System.out.printf("broker    %s%ndashboard %s%nstore     %s%n", server.brokerUri(), server.webUri(), settings.store().url().replaceAll("\\?.*", ""));
            stopped.await();
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        for (HostKeys.Key key : HostKeys.ALL) {
            String value = spec.findOption(key.options().get(0)).getValue();
            if (value != null) {
                given.put(key.key(), value);
            }
        }
        return given;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
