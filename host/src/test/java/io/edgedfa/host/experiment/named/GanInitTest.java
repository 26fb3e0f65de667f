package io.edgedfa.host.experiment.named;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.StateBytes;
import io.edgedfa.host.experiment.report.Report;
import io.edgedfa.host.experiment.report.Table;
import io.edgedfa.host.experiment.study.Outcome;
import io.edgedfa.host.experiment.study.Outcomes;
import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Trial;
import io.edgedfa.host.experiment.study.TrialResult;
import io.edgedfa.host.pretrain.PretrainSettings;
import io.edgedfa.network.Parameters;
import io.edgedfa.stream.DrawnDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GanInitTest {
    private static final TrainTestSplit DIGITS =
            new TrainTestSplit("digits", DrawnDigits.train(1), DrawnDigits.test(1)).judgedOn(250);
    private static final Progress SILENT = new Progress() {
        @Override
        public void step(long step) {}

        @Override
        public void epoch(EpochScore score) {}
    };

    private static Plan plan(int epochs, List<Double> labels, List<Double> reconstructions) {
        return new Plan("digits", List.of("fc1-8"), 2, epochs, 200, "ort",
                Map.of("labels", labels, "reconstructions", reconstructions, "rates", List.of(0.001), "targets", List.of(30.0, 10.0)), false);
    }

    private static final Plan PLAN = plan(4, List.of(50.0), List.of(0.0, 0.5));

    private static GanInitTrial trial(Plan plan, String title) {
        return new GanInit().trials(plan).stream().filter(trial -> trial.title().equals(title)).map(GanInitTrial.class::cast)
                .findFirst().orElseThrow();
    }

    @Test
    void shouldHaveEveryStartWithEveryRuleForEveryNumberOfLabels() {
        List<String> titles = new GanInit().trials(plan(1, List.of(50.0, 0.0), List.of(0.0, 0.5, 1.0))).stream().map(Trial::title)
                .filter(title -> title.endsWith("seed 2")).toList();
        assertEquals(16, titles.size());
        for (String start : List.of("random", "gan", "gan+rec 0.5", "autoencoder")) {
            for (String rest : List.of("bp, 50 labels", "dfa, 50 labels", "bp, all labels", "dfa, all labels")) {
                assertTrue(titles.contains("fc1-8, " + start + ", " + rest + ", rate 0.001, seed 2"), start + " " + rest);
            }
        }
    }

    @Test
    void shouldPretrainWithoutLabelsOnThePlansSamplesAndLearnFromTheLabelsAlone() {
        GanInitTrial trial = trial(PLAN, "fc1-8, gan, bp, 50 labels, rate 0.001, seed 1");
        PretrainSettings pretraining = trial.pretraining().orElseThrow();
        assertEquals(200, pretraining.samples());
        assertEquals(4, pretraining.epochs());
        // 2,000 shown per epoch.
        assertEquals(4 * 32, trial.steps(DIGITS));
    }

    /** Rate 1e-12 leaves a run where it starts. */
    @Test
    void shouldStartFromThePretrainedBlocks() throws IOException {
        GanInitTrial pretrained = trial(PLAN, "fc1-8, gan+rec 0.5, bp, 50 labels, rate 0.001, seed 1");
        GanInitTrial random = trial(PLAN, "fc1-8, random, bp, 50 labels, rate 0.001, seed 1");
        double from = still(pretrained).run(DIGITS, SILENT).last().trainLoss();
        assertFalse(from == still(random).run(DIGITS, SILENT).last().trainLoss());
        assertEquals(from, still(pretrained).run(DIGITS, SILENT).last().trainLoss());
    }

    private static GanInitTrial still(GanInitTrial trial) {
        return new GanInitTrial(trial.settings().but().learningRate(1e-12).epochs(1).build(), trial.labels(), trial.pretraining(), trial.bodies());
    }

    @Test
    void shouldPretrainOncePerProcess() {
        GanInitTrial trial = trial(PLAN, "fc1-8, gan, bp, 50 labels, rate 0.001, seed 1");
        PretrainSettings settings = trial.pretraining().orElseThrow();
        assertSame(trial.bodies().pretrained(settings, DIGITS), trial.bodies().pretrained(settings, DIGITS));
    }

    @Test
    void shouldKeepPretrainedBlocksForTheNextProcessAndMakeDamagedOnesAnew(@TempDir Path folder) throws IOException {
        PretrainSettings settings = trial(PLAN, "fc1-8, gan, bp, 50 labels, rate 0.001, seed 1").pretraining().orElseThrow();
        Parameters made = bodies(folder).pretrained(settings, DIGITS);
        Path file;
        try (var files = Files.list(folder.resolve("bodies"))) {
            file = files.findFirst().orElseThrow();
        }
        // Another network's would be found by its settings, so the values themselves tell where they come from.
        assertEquals(List.of("block1.weight", "block1.bias"), List.copyOf(bodies(folder).pretrained(settings, DIGITS).values().keySet()));
        long written = Files.getLastModifiedTime(file).toMillis();
        assertArrayEquals(made.values().get("block1.weight"), bodies(folder).pretrained(settings, DIGITS).values().get("block1.weight"));
        assertEquals(written, Files.getLastModifiedTime(file).toMillis());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertArrayEquals(made.values().get("block1.weight"), bodies(folder).pretrained(settings, DIGITS).values().get("block1.weight"));
        assertArrayEquals(whole, Files.readAllBytes(file));
    }

    private static PretrainedBodies bodies(Path folder) {
        PretrainedBodies bodies = new PretrainedBodies();
        bodies.keepIn(folder);
        return bodies;
    }

    @ParameterizedTest
    @CsvSource({
        "70000, 0, 'labels = 70000, allowed: 0 to 60000, the training samples of digits/train'",
        "1.5, 0, 'labels = 1.5, allowed: whole numbers from 0'",
        "-1, 0, 'labels = -1, allowed: whole numbers from 0'",
        "50, 1.5, 'reconstructions = 1.5, allowed: 0 to 1'",
    })
    void shouldRefuseWhenAValueDoesNotFit(double labels, double reconstruction, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> new GanInit()
                .trials(plan(1, List.of(labels), List.of(reconstruction))).forEach(trial -> trial.memory(DIGITS))).getMessage());
    }

    /** The random start's error falls by 10 per epoch from 50, that of gan by 12; gan+rec 0.5 diverges under seed 2. */
    @Test
    void shouldCountEpochsAndDifferencesAndFailures() {
        GanInit study = new GanInit();
        Outcomes outcomes = Outcomes.pending(study.trials(PLAN));
        for (Trial trial : study.trials(PLAN)) {
            boolean random = trial.title().contains("random");
            boolean diverges = trial.title().contains("rec") && trial.title().endsWith("seed 2");
            int fall = random ? 10 : 12;
            outcomes = outcomes.with(trial, diverges ? Outcome.diverged("loss NaN in epoch 1, step 1 of 1") : Outcome.finished(new TrialResult(
                    IntStream.rangeClosed(1, 4).mapToObj(epoch -> new EpochScore(epoch, 50 - fall * epoch, 1, 1, List.of())).toList(), Map.of(),
                    StateBytes.NONE, null)));
        }
        Report report = study.report(PLAN, outcomes);
        assertEquals(List.of("fc1-8", "random", "bp", "0.001", "10.00 ± 0.00"), row(report, 0, 0));
        assertEquals(List.of("fc1-8", "gan", "bp", "0.001", "2.00 ± 0.00"), row(report, 0, 1));
        assertEquals(List.of("fc1-8", "gan", "bp", "0.001", "14.00 ± 0.00"), row(report, 1, 1));
        assertEquals(List.of("fc1-8", "gan", "dfa", "0.001", "-8.00 ± 0.00"), row(report, 2, 4));
        assertEquals(List.of("net", "start", "rule", "rate", "50 labels, 30%", "50 labels, 10%"), table(report, 3).header());
        assertEquals(List.of("fc1-8", "random", "bp", "0.001", "2.0", "4.0"), row(report, 3, 0));
        assertEquals(List.of("fc1-8", "gan+rec 0.5", "bp", "0.001", "2.0 (1 of 2)", "4.0 (1 of 2)"), row(report, 3, 2));
        assertEquals(List.of("fc1-8", "gan+rec 0.5", "bp", "0.001", "1 of 2"), row(report, 4, 2));
    }

    private static Table table(Report report, int section) {
        return report.sections().get(section).tables().get(0);
    }

    private static List<String> row(Report report, int section, int row) {
        return table(report, section).rows().get(row);
    }
}
