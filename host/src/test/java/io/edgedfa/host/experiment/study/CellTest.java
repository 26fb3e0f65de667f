package io.edgedfa.host.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.StateBytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellTest {

    @Test
    void shouldGiveMeanAndSampleDeviationWhenAllFinished() {
        assertEquals("2.00 ± 1.41", text(finished(1), finished(3)));
    }

    @Test
    void shouldGiveTheValueAloneWhenThereIsOneSeed() {
        assertEquals("1.00", text(finished(1)));
    }

    @Test
    void shouldNameEpochAndStepWhenTheOnlyRunDiverged() {
        assertEquals("diverged: loss NaN in epoch 3, step 7 of 9", text(Outcome.diverged("loss NaN in epoch 3, step 7 of 9")));
    }

    @Test
    void shouldCountWhatDivergedBesideWhatFinished() {
        assertEquals("2.00 ± 1.41; 2 of 4 diverged: epoch 3", text(finished(1), Outcome.diverged("epoch 3"), finished(3),
                Outcome.diverged("epoch 4")));
    }

    @Test
    void shouldCountWhatFinishedWhileSomeArePending() {
        assertEquals("1.00; 1/3", text(finished(1), Outcome.PENDING, Outcome.PENDING));
        assertEquals("0/2", text(Outcome.PENDING, Outcome.PENDING));
    }

    private static String text(Outcome... outcomes) {
        return new Cell(List.of(outcomes)).text(result -> result.best().testErrorPercent(), 2);
    }

    private static Outcome finished(double error) {
        return Outcome.finished(new TrialResult(List.of(new EpochScore(1, error, 1, 1, List.of())), Map.of(), StateBytes.NONE, null));
    }
}
