package io.edgedfa.host.experiment.study;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.RunProvenance;
import io.edgedfa.host.experiment.StateBytes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trial gave.
 *
 * @param epochs     in order; empty for a trial without epochs
 * @param curves     whatever else was measured, by name, in order
 * @param bytes      kept from step to step
 * @param provenance of the run
 */
public record TrialResult(
        List<EpochScore> epochs, Map<String, List<Double>> curves, StateBytes bytes, RunProvenance provenance) {

    public TrialResult {
        epochs = List.copyOf(epochs);
        curves = new LinkedHashMap<>(curves);
    }

    /** The epoch with the lowest test error, the first one if several. @throws java.util.NoSuchElementException without epochs */
    public EpochScore best() {
        return epochs.stream().min(Comparator.comparingDouble(EpochScore::testErrorPercent)).orElseThrow();
    }

    /** The last epoch. @throws IndexOutOfBoundsException without epochs */
    public EpochScore last() {
        return epochs.get(epochs.size() - 1);
    }

    /** Measured, and so never the same twice. */
    public double seconds() {
        return epochs.stream().mapToDouble(EpochScore::seconds).sum();
    }
}
