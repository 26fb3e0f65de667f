package io.edgedfa.host.experiment;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgedfa.host.data.DataSets;
import io.edgedfa.host.data.Mirrors;
import io.edgedfa.host.data.Mnist;
import io.edgedfa.host.data.TrainTestSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real data sets, the real engine, errors that only learning can reach. */
class RealDataTest {

    @ParameterizedTest
    @ValueSource(strings = {"dfa", "bp"})
    void shouldLearnMnistInOneEpoch(String rule) throws IOException {
        double error = errorPercent(rule, "fc1-100", "adam", 1e-3, 64, 1, mnist());
        assertTrue(error < 10, rule + " has " + error + "% errors after one epoch");
    }

    @Test
    void shouldBeTooHardForALinearNetWhenDigitsAreDrawn() throws IOException {
        double error = errorPercent("bp", "784-10", "adam", 1e-3, 64, 5, digits());
        assertTrue(error > 5 && error < 50, "a linear net has " + error + "% errors");
    }

    @Test
    void shouldBeSolvedByTwoLayersWhenDigitsAreDrawn() throws IOException {
        double error = errorPercent("bp", "fc1-256", "adam", 1e-3, 64, 5, digits());
        assertTrue(error < 2, "a two-layer net has " + error + "% errors");
    }

    private static double errorPercent(
            String rule, String net, String optimizer, double rate, int batch, int epochs, TrainTestSplit data) {
        TrainSettings settings = new TrainSettings(data.name(), net, rule, "default", optimizer, rate, batch, epochs, 1,
                "tanh", "kaiming", "cross-entropy", "ort", 0, 0, false);
        try (TrainRun run = new TrainRun(settings, data)) {
            return run.run(new Silence()).last().testErrorPercent();
        }
    }

    private static TrainTestSplit digits() throws IOException {
        return dataSets(Path.of("nowhere")).open("digits");
    }

    private static TrainTestSplit mnist() throws IOException {
        String data = System.getenv("EDGE_DFA_DATA");
        // A relative path counts from the repository's root, but Maven starts a module's tests in the module.
        Path root = data == null ? null : Stream.of(Path.of(data), Path.of("..").resolve(data))
                .filter(folder -> Files.isDirectory(folder.resolve("mnist"))).findFirst().orElse(null);
        if (root == null) {
            String reason = "no MNIST files: EDGE_DFA_DATA = " + data + ", expected a folder with mnist/ in it";
            assertNotEquals("true", System.getenv("CI"), reason);
            System.out.println("skipped: " + reason);
            assumeTrue(false, reason);
        }
        return dataSets(root).open("mnist");
    }

    private static DataSets dataSets(Path root) {
        return new DataSets(new Mnist(List.of(root), new Mirrors(List.of(), Duration.ofSeconds(1)), note -> { }));
    }

    private static final class Silence implements Progress {
        @Override
        public void step(long step) {}

        @Override
        public void epoch(EpochScore score) {}
    }
}
