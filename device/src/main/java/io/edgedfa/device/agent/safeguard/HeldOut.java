package io.edgedfa.device.agent.safeguard;

import java.util.function.ToIntFunction;

/**
 * Labelled samples that are never learned from.
 *
 * @param features a row per sample, each of the network's number of inputs
 * @param labels   the class of each, from 0
 */
public record HeldOut(float[][] features, int[] labels) {
    public static final int MAX_SAMPLES = 10_000;

    /** @throws IllegalArgumentException naming what does not fit */
    public HeldOut {
        if (features.length != labels.length || labels.length < 1 || labels.length > MAX_SAMPLES) {
            throw new IllegalArgumentException(features.length + " samples with " + labels.length + " labels, allowed: 1 to " + MAX_SAMPLES
                    + " with as many labels");
        }
    }

    /** Number of samples. */
    public int size() {
        return labels.length;
    }

    /** Share of right answers, 0 to 1. @param model predicts the class of one sample's features */
    public double accuracy(ToIntFunction<float[]> model) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            if (model.applyAsInt(features[i]) == labels[i]) {
                right++;
            }
        }
        return (double) right / labels.length;
    }
}
