package io.edgedfa.host.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures sides in turns: A B A B ... A turn is a number of steps in a row; its first step is not counted, for it pays for the
 * caches that the other sides have used meanwhile. The sides' turns of a round make pairs.
 *
 * @param nanoClock monotonic, in nanoseconds
 * @param turnNanos about how long a turn lasts; at least two steps make one
 * @param warmUpNanos how long each side runs before it is measured; at least three steps
 */
record Interleaving(LongSupplier nanoClock, long turnNanos, long warmUpNanos) {
    private static final int WARM_UP_STEPS = 3;
    private static final int MAX_TURN_STEPS = 10_000;

    /**
     * @param micros median over the rounds of each round's median step, one per side, in microseconds
     * @param ratios median over the rounds of each side's step divided by the first side's in the same round; 1 for the first
     * @param rounds how many there were
     */
    record Measured(double[] micros, double[] ratios, int rounds) {}

    /**
     * @param sides  one step each; the first is the one the others are compared with
     * @param rounds exactly so many, or 0 to go on until {@code nanos} have passed since the first round began, but at least one
     */
    Measured measure(List<Runnable> sides, int rounds, long nanos) {
        int[] turns = sides.stream().mapToInt(this::warmUp).toArray();
        List<double[]> medians = new ArrayList<>();
        long start = nanoClock.getAsLong();
        do {
            double[] round = new double[sides.size()];
            for (int side = 0; side < round.length; side++) {
                round[side] = turn(sides.get(side), turns[side]);
            }
            medians.add(round);
        } while (rounds == 0 ? nanoClock.getAsLong() - start < nanos : medians.size() < rounds);
        double[] micros = new double[sides.size()];
        double[] ratios = new double[sides.size()];
        for (int i = 0; i < micros.length; i++) {
            int side = i;
            micros[side] = median(medians.stream().mapToDouble(round -> round[side]).toArray());
            ratios[side] = median(medians.stream().mapToDouble(round -> round[side] / round[0]).toArray());
        }
        return new Measured(micros, ratios, medians.size());
    }

    /** Runs a side until it is warm. @return counted steps that make a turn */
    private int warmUp(Runnable step) {
        long start = nanoClock.getAsLong();
        long last = Long.MAX_VALUE;
        for (int i = 0; i < WARM_UP_STEPS || nanoClock.getAsLong() - start < warmUpNanos; i++) {
            long before = nanoClock.getAsLong();
            step.run();
            last = Math.min(last, nanoClock.getAsLong() - before);
        }
        return (int) Math.max(1, Math.min(MAX_TURN_STEPS, turnNanos / Math.max(1, last)));
    }

    /** Median of the counted steps, in microseconds. */
    private double turn(Runnable step, int counted) {
        step.run();
        double[] micros = new double[counted];
        long before = nanoClock.getAsLong();
        for (int i = 0; i < counted; i++) {
            step.run();
            long now = nanoClock.getAsLong();
            micros[i] = (now - before) / 1e3;
            before = now;
        }
        return median(micros);
    }

    /** The middle value; of an even number the mean of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
