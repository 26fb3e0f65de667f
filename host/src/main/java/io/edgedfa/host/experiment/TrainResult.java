package io.edgedfa.host.experiment;

import java.util.Comparator;
import java.util.List;

/**
 * What a run gives, in the order of its file.
 *
 * @param settings   what was asked for
 * @param epochs     all, in order
 * @param best       the lowest test error, the first one if several: optimistic, as the test set chose it
 * @param last       the last epoch's
 * @param provenance where the numbers come from
 */
public record TrainResult(
        TrainSettings settings, List<EpochScore> epochs, Mark best, Mark last, RunProvenance provenance) {

    /** A test error and its epoch. */
    public record Mark(int epoch, double testErrorPercent) {
        static Mark of(EpochScore score) {
            return new Mark(score.epoch(), score.testErrorPercent());
        }
    }

    /** @param epochs at least one */
    static TrainResult of(TrainSettings settings, List<EpochScore> epochs, RunProvenance provenance) {
        EpochScore best = epochs.stream().min(Comparator.comparingDouble(EpochScore::testErrorPercent)).orElseThrow();
        return new TrainResult(settings, List.copyOf(epochs), Mark.of(best), Mark.of(epochs.get(epochs.size() - 1)),
                provenance);
    }
}
