package io.edgedfa.host.experiment;

import java.util.List;

/**
 * One epoch.
 *
 * @param epoch            counts from 1
 * @param testErrorPercent share of wrong answers on the whole test set after the epoch
 * @param trainLoss        mean over all samples of the epoch, each before it was learned from
 * @param seconds          learning and judging
 * @param angleDegrees     after the epoch, per hidden block: the angle between the rule's signal and backpropagation's, mean
 *                         over samples; empty when not asked for, or for backpropagation itself
 */
public record EpochScore(int epoch, double testErrorPercent, double trainLoss, double seconds, List<Double> angleDegrees) {
    public EpochScore {
        // A file from before angles were measured has none.
        angleDegrees = angleDegrees == null ? List.of() : List.copyOf(angleDegrees);
    }
}
