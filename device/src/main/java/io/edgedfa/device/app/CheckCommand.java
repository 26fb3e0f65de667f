package io.edgedfa.device.app;

import io.edgedfa.config.ConfigReader.Setting;
import io.edgedfa.device.agent.LearningSettings;
import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.telemetry.BrokerProbe;
import io.edgedfa.device.telemetry.MqttEndpoint;
import io.edgedfa.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check}: everything {@code run} needs, tried without learning. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Check a configuration for real: print its effective values and where each comes from, read model, source and"
                + " held-out set, compile the training step, predict once, open the store, connect to the broker. The line hardware"
                + " compares the configuration's facts with this machine, the line cost counts what a training step does, and predicts"
                + " from these facts how many there can be. Exit code 2 when something is wrong; other hardware is no error, nor is a"
                + " broker that is away, for the board learns without it.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private BoardFile file;

    @Option(names = "--quiet", description = "Leave the effective values out.")
    private boolean quiet;

    @Override
    public Integer call() {
        BoardConfig config = file.read();
        if (!quiet) {
            print(config.settings(), file.given().keySet());
        }
        try (Board board = Board.open(config)) {
            board.learner().predict(new float[board.model().network().inputs()]);
            System.out.println("model    " + describe(board));
            System.out.println("hardware " + HardwareLine.here().beside(config.hardware()));
            System.out.println("cost     " + CostLine.of(board.model().network(), config.learning().settings(), config.hardware()));
            System.out.println("source   " + board.sources().name() + ": " + board.sources().tryOut() + ", held-out set "
                    + board.heldOut().map(set -> "of " + set.size() + " samples").orElse("none: only weights that are not finite are rolled back"));
            if (board.needsSite()) {
                System.out.println("site     " + broker(config.mqtt().site()));
            }
        }
        Optional<String> storage = storage(config);
        System.out.println("store    " + config.store().file() + ": " + storage.orElse("ok"));
        System.out.println("broker   " + broker(config.mqtt().reports().endpoint()));
        if (storage.isPresent()) {
            throw config.refusal("store.file", storage.get());
        }
        System.out.printf("%s: ok: board %s%n", file.path, config.mqtt().reports().edgeNode());
        return 0;
    }

    private static void print(Map<String, Setting> settings, Set<String> given) {
        int keys = settings.keySet().stream().mapToInt(String::length).max().orElse(0);
        int values = settings.values().stream().mapToInt(setting -> Math.min(40, setting.value().length())).max().orElse(0);
        settings.forEach((key, setting) -> System.out.printf("%-" + keys + "s = %-" + values + "s  # %s%n", key, setting.value(),
                given.contains(key) ? setting.place() : setting.line() == 0 ? "default" : "line " + setting.line()));
    }

    private static String describe(Board board) {
        LearningSettings learning = board.config().learning().settings();
        return board.model().id() + " version " + board.model().version() + " (" + sizes(board.model().network()) + "), "
                + (learning.learns() ? "rule " + learning.rule() + " with " + learning.optimizer() : "frozen");
    }

    private static String sizes(Network network) {
        String body = network.body() == null ? "" : "(frozen body)-" + network.body().output().elements() + "-";
        return network.inputs() + "-" + body + network.outputShapes().stream()
                .map(shape -> Integer.toString(shape.elements()))
                .collect(Collectors.joining("-"));
    }

    /** Makes a store beside the configured one and deletes it again, or reads the one that is there: a board may have it open. */
    private static Optional<String> storage(BoardConfig config) {
        Path store = config.store().file();
        try {
            if (Files.exists(store)) {
                try (BoardStore opened = BoardStore.openToRead(store)) {
                    opened.events().latest(1);
                }
            }
            Path probe = store.resolveSibling(store.getFileName() + ".check");
            try (BoardStore made = BoardStore.open(probe, config.store().limits(), Clock.systemUTC())) {
                made.events().add("check", "");
            } finally {
                BoardStore.delete(probe);
            }
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static String broker(MqttEndpoint endpoint) {
        return endpoint.broker() + ": " + BrokerProbe.connect(endpoint).map(why -> "away, or refuses: " + why).orElse("ok");
    }
}
