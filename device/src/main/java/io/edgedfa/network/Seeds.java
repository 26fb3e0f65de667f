package io.edgedfa.network;

import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Everything random in a network and its training, from one seed; a host and a board with the same seed draw the same: each purpose has its own number, mixed with the seed, so that one purpose
 * drawing more or less does not change another. Weights: purpose 1. Feedback matrices: 2. Shuffles: 3. Adversaries: 4.
 *
 * <p>{@link Random} because its algorithm is part of its specification: a seed means the same weights on every Java.
 */
public record Seeds(long seed) {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** Draws initial weights and biases. */
    public RandomGenerator weights() {
        return new Random(purpose(1));
    }

    /** Draws feedback matrices. */
    public RandomGenerator feedback() {
        return new Random(purpose(2));
    }

    /** Seed of the order of samples; each epoch makes its own permutation from it, see {@code stream.DatasetSource}. */
    public long shuffles() {
        return purpose(3);
    }

    /** Draws the weights of a network that the one in training is set against. */
    public RandomGenerator adversary() {
        return new Random(purpose(4));
    }

    /** The number-th output of SplitMix64 (doi:10.1145/2660193.2660195) started at the seed. */
    private long purpose(int number) {
        long z = seed + number * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
