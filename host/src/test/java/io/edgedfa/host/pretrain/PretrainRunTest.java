package io.edgedfa.host.pretrain;

import static io.edgedfa.host.pretrain.PretrainFixture.DIGITS;
import static io.edgedfa.host.pretrain.PretrainFixture.settings;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.experiment.DivergedException;
import io.edgedfa.host.experiment.TrainRun;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainRunTest {

    private static Map<String, float[]> trained(PretrainSettings settings) throws IOException {
        try (PretrainRun run = new PretrainRun(settings, DIGITS)) {
            run.run(new PretrainFixture.Listening());
            return run.state();
        }
    }

    @Test
    void shouldLearnToReconstructWhenThatIsTheWholeLoss() throws IOException {
        PretrainFixture.Listening listening = new PretrainFixture.Listening();
        try (PretrainRun run = new PretrainRun(settings("fc1-32", 1, 5e-3, 12, 1), DIGITS)) {
            run.run(listening);
        }
        double first = listening.scores.get(0).reconstructionError();
        double last = listening.scores.get(11).reconstructionError();
        assertTrue(last < first / 3, first + " became " + last);
    }

    /** The discriminator is right about nearly all once it has seen the first grey pictures. */
    @Test
    void shouldTellRealFromGeneratedWhenTheGeneratorHardlyLearns() throws IOException {
        PretrainSettings slow = new PretrainSettings("digits", "fc1-8", "8", 0, 1e-9, 1e-2, 16, 3, 1, "tanh", "kaiming", "ort", 1, 200);
        PretrainFixture.Listening listening = new PretrainFixture.Listening();
        try (PretrainRun run = new PretrainRun(slow, DIGITS)) {
            run.run(listening);
        }
        PretrainScore last = listening.scores.get(2);
        assertTrue(last.realTaken() > 0.98 && last.generatedTaken() < 0.02 && last.discriminatorLoss() < 0.1, last.toString());
        assertTrue(last.generatorLoss() > 3, last.toString());
    }

    @Test
    void shouldTellEveryStepAndEpochWhenItRuns() throws IOException {
        PretrainFixture.Listening listening = new PretrainFixture.Listening();
        try (PretrainRun run = new PretrainRun(settings("fc1-4", 0, 1e-3, 2, 1), DIGITS)) {
            run.run(listening);
            assertEquals(listening.scores, run.scores());
        }
        // 200 samples are 12 full batches of 16.
        assertEquals(LongStream.rangeClosed(1, 24).boxed().toList(), listening.steps);
        assertEquals(List.of(1, 2), listening.scores.stream().map(PretrainScore::epoch).toList());
    }

    @Test
    void shouldGiveTheSameNumbersAgainAndOthersForAnotherSeed() throws IOException {
        Map<String, float[]> once = trained(settings("fc1-4", 0.5, 1e-3, 2, 1));
        Map<String, float[]> again = trained(settings("fc1-4", 0.5, 1e-3, 2, 1));
        once.forEach((name, values) -> assertArrayEquals(values, again.get(name), name));
        assertFalse(Arrays.equals(once.get("block1.weight"), trained(settings("fc1-4", 0.5, 1e-3, 2, 2)).get("block1.weight")));
    }

    @ParameterizedTest
    @CsvSource({"fc2-6", "conv2-3-fc6"})
    void shouldEndWithTheSameBitsWhenTakenUpFromAnEpoch(String net) throws IOException {
        PretrainSettings settings = settings(net, 0.5, 1e-3, 3, 1);
        Map<String, float[]> whole = trained(settings);
        Map<String, float[]> middle;
        List<PretrainScore> scores;
        try (PretrainRun first = new PretrainRun(settings, DIGITS)) {
            assertThrows(IOException.class, () -> first.run(new StoppingAfterTwo()));
            middle = first.state();
            scores = first.scores();
        }
        assertEquals(2, scores.size());
        try (PretrainRun second = new PretrainRun(settings, DIGITS)) {
            second.resume(scores, middle);
            second.run(new PretrainFixture.Listening());
            whole.forEach((name, values) -> assertArrayEquals(values, second.state().get(name), name));
        }
    }

    private static final class StoppingAfterTwo implements PretrainWatcher {
        @Override
        public void step(long step) {}

        @Override
        public void epoch(PretrainScore score) throws IOException {
            if (score.epoch() == 2) {
                throw new IOException("stopped");
            }
        }

        @Override
        public void note(String line) {}
    }

    /** What pretraining starts from is what a supervised run of the same seed starts from. */
    @Test
    void shouldStartFromTheWeightsOfASupervisedRun() throws IOException {
        PretrainSettings settings = settings("fc2-6", 0, 1e-3, 1, 7);
        try (PretrainRun run = new PretrainRun(settings, DIGITS);
                TrainRun supervised = new TrainRun(settings.supervised().build(), DIGITS)) {
            run.extractor().values().forEach((name, values) -> assertArrayEquals(supervised.parameters().values().get(name), values, name));
            assertEquals(List.of("block1.weight", "block1.bias", "block2.weight", "block2.bias"), List.copyOf(run.extractor().values().keySet()));
        }
    }

    @Test
    void shouldSayEpochAndStepWhenItDiverges() {
        String message = assertThrows(DivergedException.class, () -> trained(
                new PretrainSettings("digits", "fc1-4", "8-8-8-8-8-8-8-8", 0, 1e6, 1e6, 16, 50, 1, "relu", "kaiming", "ort", 1, 200))).getMessage();
        assertTrue(message.matches("training diverged: .* in epoch \\d+, step \\d+ of 12; try a learning rate below 1000000.0"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "fc1-4, 201, 'batch = 201, allowed: 1 to 200, the training samples of digits/train (first 200)'",
        "784-10, 16, 'net ''784-10'' has no block before its last one; allowed: at least one to pretrain'",
        "fc1-60000, 16, 'net ''fc1-60000'' with its mirror, discriminator and optimizer has '",
    })
    void shouldRefuseWhatDoesNotFitTheData(String net, int batch, String message) {
        PretrainSettings settings = new PretrainSettings("digits", net, "8", 0, 1e-3, 1e-3, batch, 1, 1, "tanh", "kaiming", "ort", 1, 200);
        String refusal = assertThrows(IllegalArgumentException.class, () -> new PretrainRun(settings, DIGITS)).getMessage();
        assertEquals(message, refusal.substring(0, Math.min(message.length(), refusal.length())));
    }
}
