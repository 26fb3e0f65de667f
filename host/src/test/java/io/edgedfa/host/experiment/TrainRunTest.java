package io.edgedfa.host.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.network.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiny runs on the real engine. */
class TrainRunTest {

    private static final Progress SILENT = new Recorder();
    /** One step makes every weight so large that the product of a hundred of them is no float any more. */
    private static final TrainSettings EXPLODING = new TrainSettings(
            "stripes", "fc100-8", "dfa", "default", "sgd", 1e6, 21, 1, 1, "identity", "kaiming", "cross-entropy", "ort", 1,
            0, false);

    @ParameterizedTest
    @CsvSource({"bp, sgd, 0.5", "dfa, sgd, 0.5", "dfa, momentum, 0.1", "dfa, adam, 0.01", "bp, adam, 0.01"})
    void shouldLearnWhenDataIsEasy(String rule, String optimizer, double rate) {
        TrainResult result = run(Stripes.settings(rule, optimizer, rate, 8, 30, 1), Stripes.split(60, 31));
        assertEquals(0, result.last().testErrorPercent());
        assertTrue(result.epochs().get(29).trainLoss() < result.epochs().get(0).trainLoss() / 4, result.toString());
    }

    @Test
    void shouldGiveTheSameNumbersWhenSeedIsTheSame() {
        assertEquals(losses(7, 2), losses(7, 2));
    }

    @Test
    void shouldGiveOtherNumbersWhenSeedDiffers() {
        assertNotEquals(losses(7, 2), losses(8, 2));
    }

    @Test
    void shouldGiveTheSameFirstEpochWhenMoreEpochsFollow() {
        assertEquals(losses(7, 1).get(0), losses(7, 3).get(0));
    }

    @Test
    void shouldReadEverySampleOncePerEpochWhenBatchesDoNotFit() {
        Stripes train = new Stripes(21);
        run(Stripes.settings("dfa", "adam", 0.01, 8, 3, 1), new TrainTestSplit("stripes", train, new Stripes(5)));
        assertEquals(Collections.nCopies(21, 3), train.reads());
    }

    @Test
    void shouldLearnFromPartialBatchAlone() {
        float[] before = weights(Stripes.settings("bp", "sgd", 0.1, 64, 1, 1), false);
        float[] after = weights(Stripes.settings("bp", "sgd", 0.1, 64, 1, 1), true);
        assertFalse(Arrays.equals(before, after));
    }

    /** One step over all samples is the mean over them, however large the batch that they do not fill. */
    @Test
    void shouldWeighSamplesAlikeWhenBatchIsPartial() {
        assertArrayEquals(weights(Stripes.settings("bp", "sgd", 0.1, 21, 1, 1), true),
                weights(Stripes.settings("bp", "sgd", 0.1, 64, 1, 1), true));
    }

    /** At a rate that changes nothing, the mean over samples is the same however they are grouped. */
    @Test
    void shouldAverageLossOverSamplesWhenBatchIsPartial() {
        double whole = run(Stripes.settings("bp", "sgd", 1e-12, 21, 1, 1), Stripes.split(21, 5)).epochs().get(0).trainLoss();
        double parts = run(Stripes.settings("bp", "sgd", 1e-12, 20, 1, 1), Stripes.split(21, 5)).epochs().get(0).trainLoss();
        assertEquals(whole, parts, 1e-6);
    }

    @Test
    void shouldStartFromOtherWeightsWhenSeedDiffers() {
        assertFalse(Arrays.equals(weights(Stripes.settings("bp", "sgd", 1, 8, 1, 1), false),
                weights(Stripes.settings("bp", "sgd", 1, 8, 1, 2), false)));
    }

    @Test
    void shouldCountStepsWithPartialBatch() {
        Recorder recorder = new Recorder();
        try (TrainRun run = new TrainRun(Stripes.settings("dfa", "sgd", 0.1, 8, 2, 1), Stripes.split(21, 5))) {
            run.run(recorder);
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), recorder.steps);
            assertEquals(6, run.totalSteps());
        }
    }

    @Test
    void shouldJudgeWholeTestSetWhenItDoesNotFillTheLastBatch() {
        TrainResult result = run(Stripes.settings("bp", "sgd", 1e-12, 8, 1, 1), Stripes.split(21, 251));
        double wrong = result.last().testErrorPercent() * 251 / 100;
        assertEquals(Math.rint(wrong), wrong, 1e-9);
    }

    @Test
    void shouldStopAtStepWhenLossIsNotFinite() {
        DivergedException e = assertThrows(DivergedException.class, () -> run(EXPLODING, Stripes.split(84, 5)));
        assertEquals("training diverged: loss NaN in epoch 1, step 2 of 4; try a learning rate below 1000000.0", e.getMessage());
    }

    /** After the only step, the loss being from before its update, only the answers can tell. */
    @Test
    void shouldStopAfterEpochWhenAnswersAreNotFinite() {
        DivergedException e = assertThrows(DivergedException.class, () -> run(EXPLODING, Stripes.split(21, 5)));
        assertEquals("training diverged: no finite answers after epoch 1; try a learning rate below 1000000.0", e.getMessage());
    }

    @Test
    void shouldKeepFirstOfEqualsAsBest() {
        TrainResult result = run(Stripes.settings("bp", "adam", 0.01, 8, 40, 1), Stripes.split(60, 31));
        EpochScore first = result.epochs().stream().filter(s -> s.testErrorPercent() == 0).findFirst().orElseThrow();
        assertEquals(first.epoch(), result.best().epoch());
        assertEquals(40, result.last().epoch());
    }

    @Test
    void shouldRefuseWhenNetDoesNotFitData() {
        TrainSettings settings = new TrainSettings(
                "stripes", "784-10", "dfa", "default", "sgd", 1, 1, 1, 1, "tanh", "kaiming", "cross-entropy", "ort", 1, 0, false);
        assertThrows(IllegalArgumentException.class, () -> new TrainRun(settings, Stripes.split(21, 5)));
    }

    @Test
    void shouldLearnFromTheFirstSamplesOnlyWhenToldSo() {
        Stripes train = new Stripes(21);
        run(Stripes.settings("dfa", "adam", 0.01, 8, 3, 1).but().samples(9).build(),
                new TrainTestSplit("stripes", train, new Stripes(5)));
        assertEquals(Collections.nCopies(9, 3), train.reads().subList(0, 9));
        assertEquals(Collections.nCopies(12, 0), train.reads().subList(9, 21));
    }

    /** Feedback alignment turns its forward weights towards its feedback, and so its signal towards backpropagation's. */
    @Test
    void shouldMeasureAnglesThatShrinkWhenFeedbackAligns() {
        TrainResult result = run(Stripes.settings("fa", "adam", 0.01, 8, 30, 1).but().angles(true).build(), Stripes.split(60, 31));
        double first = result.epochs().get(0).angleDegrees().get(0);
        double last = result.epochs().get(29).angleDegrees().get(0);
        assertTrue(last < first && last > 0 && first < 180, first + " to " + last);
    }

    @Test
    void shouldHaveNoAnglesWhenTheRuleIsBackpropagationOrTheyAreOff() {
        TrainSettings off = Stripes.settings("fa", "adam", 0.01, 8, 1, 1);
        assertEquals(List.of(), run(off, Stripes.split(21, 5)).epochs().get(0).angleDegrees());
        assertEquals(List.of(), run(off.but().rule("bp").angles(true).build(), Stripes.split(21, 5)).epochs().get(0).angleDegrees());
    }

    @Test
    void shouldLearnTheSameWhetherAnglesAreMeasured() {
        TrainSettings off = Stripes.settings("fa", "adam", 0.01, 8, 3, 1);
        assertEquals(run(off, Stripes.split(21, 5)).last(), run(off.but().angles(true).build(), Stripes.split(21, 5)).last());
    }

    /** 9-8-3: 107 weights and biases, Adam's two moments and its counter; direct feedback is 3 x 8. */
    @Test
    void shouldCountBytesOfState() {
        try (TrainRun run = new TrainRun(Stripes.settings("dfa", "adam", 0.01, 8, 1, 1), Stripes.split(21, 5))) {
            assertEquals(new StateBytes(4 * 107, 4 * (2 * 107 + 1), 0, 4 * 24), run.bytes());
        }
        try (TrainRun run = new TrainRun(Stripes.settings("bp", "sgd", 0.01, 8, 1, 1), Stripes.split(21, 5))) {
            assertEquals(0, run.bytes().feedback());
            assertEquals(0, run.bytes().moments());
        }
        try (TrainRun run = new TrainRun(Stripes.settings("dfa", "sgd", 0.01, 8, 1, 1).but().feedback("regenerated").build(),
                Stripes.split(21, 5))) {
            assertEquals(4 * (3 + 8 + 1), run.bytes().feedback(), "one number per row and column, and the shift");
            assertEquals(0, run.bytes().moments());
        }
    }

    private static List<Double> losses(long seed, int epochs) {
        return run(Stripes.settings("dfa", "adam", 0.01, 8, epochs, seed), Stripes.split(21, 5)).epochs().stream()
                .map(EpochScore::trainLoss).toList();
    }

    private static float[] weights(TrainSettings settings, boolean trained) {
        try (TrainRun run = new TrainRun(settings, Stripes.split(21, 5))) {
            if (trained) {
                run.run(SILENT);
            }
            Parameters parameters = run.parameters();
            return parameters.values().get("block1.weight");
        }
    }

    private static TrainResult run(TrainSettings settings, TrainTestSplit data) {
        try (TrainRun run = new TrainRun(settings, data)) {
            return run.run(SILENT);
        }
    }

    private static final class Recorder implements Progress {
        private final List<Long> steps = new ArrayList<>();

        @Override
        public void step(long step) {
            steps.add(step);
        }

        @Override
        public void epoch(EpochScore score) {}
    }
}
