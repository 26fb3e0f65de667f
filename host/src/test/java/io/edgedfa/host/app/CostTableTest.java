package io.edgedfa.host.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.app.CostLine;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of costs in {@code firmware-config/README.md} say what {@code check} prints. */
class CostTableTest {
    private static final Path FOLDER = Path.of("..", "firmware-config");
    private static final Pattern PRINTED = Pattern.compile("(\\d+) operations and (\\d+) bytes per step of (\\d+) samples"
            + "(?:; prediction, not measured: at most (\\S+) steps/s(?:, (\\S+) J per step)?)?");

    @ParameterizedTest
    @ValueSource(strings = {"fc2-1000", "conv2-5x5"})
    void shouldRepeatWhatCheckPrintsForEveryProfile(String net) throws IOException {
        Network network = Nets.parse(net, 784, 10, "tanh", new SoftmaxCrossEntropy());
        String readme = Files.readString(FOLDER.resolve("README.md"));
        try (Stream<Path> profiles = Files.list(FOLDER.resolve("boards"))) {
            List<String> rows = profiles.sorted().map(profile -> row(profile, network)).toList();
            String table = "| `" + net + "` | samples | operations | bytes | steps/s, at most | J per step |\n|---|---|---|---|---|---|\n"
                    + String.join("\n", rows) + "\n";
            assertTrue(readme.contains(table), "firmware-config/README.md lacks this table:\n" + table);
        }
    }

    private static String row(Path profile, Network network) {
        BoardConfig config = BoardConfig.read(profile, FirmwareConfigTest.GIVEN);
        String line = CostLine.of(network, config.learning().settings(), config.hardware());
        Matcher printed = PRINTED.matcher(line);
        assertTrue(printed.matches(), line);
        return "| `" + profile.getFileName().toString().replace(".toml", "") + "` | " + printed.group(3) + " | " + printed.group(1) + " | "
                + printed.group(2) + " | " + said(printed.group(4)) + " | " + said(printed.group(5)) + " |";
    }

    private static String said(String number) {
        return number == null ? "-" : number;
    }
}
