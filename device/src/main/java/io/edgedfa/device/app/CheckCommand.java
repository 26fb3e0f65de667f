package io.edgedfa.device.app;

import io.edgedfa.device.agent.LearningSettings;
import io.edgedfa.network.Network;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check}: everything {@code run} needs, tried without learning or connecting. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Check a configuration for real: read the model and the data, compile the training step. Prints one line;"
                + " exit code 2 when something is wrong.")
final class CheckCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The board's configuration (TOML).")
    private Path config;

    @Override
    public Integer call() {
        try (Board board = Board.open(BoardConfig.read(config))) {
            LearningSettings learning = board.config.learning();
            System.out.printf("%s: ok: board %s, model %s version %d (%s), %s, source %s, broker %s%n",
                    config, board.config.telemetry().edgeNode(), board.model.id(), board.model.version(),
                    sizes(board.model.network()),
                    learning.learns() ? "rule " + learning.rule() + " with " + learning.optimizer() : "frozen",
                    board.data.name(), board.config.telemetry().brokerUri());
        }
        return 0;
    }

    private static String sizes(Network network) {
        String body = network.body() == null ? "" : "(frozen body)-" + network.body().output().elements() + "-";
        return network.inputs() + "-" + body + network.outputShapes().stream()
                .map(shape -> Integer.toString(shape.elements()))
                .collect(Collectors.joining("-"));
    }
}
