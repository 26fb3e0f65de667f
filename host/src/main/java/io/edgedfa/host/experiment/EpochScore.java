package io.edgedfa.host.experiment;

/**
 * One epoch.
 *
 * @param epoch            counts from 1
 * @param testErrorPercent share of wrong answers on the whole test set after the epoch
 * @param trainLoss        mean over all samples of the epoch, each before it was learned from
 * @param seconds          learning and judging
 */
public record EpochScore(int epoch, double testErrorPercent, double trainLoss, double seconds) {}
