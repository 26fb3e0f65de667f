package io.edgedfa.stream.score;

import java.util.Arrays;

/**
 * Which classes are predicted for which: plain counts since the beginning, and per class the recall of the recent past.
 * Up to {@value #MAX_WHOLE} classes every pair is counted; with more, only right and wrong per class, so that memory stays
 * linear. Memory is fixed at construction and adding allocates nothing. Not thread-safe.
 */
public final class ConfusionMatrix {

    /** Most classes of which every pair is counted. */
    public static final int MAX_WHOLE = 256;

    private static final int MAX_CLASSES = 1 << 16;

    private final int classes;
    private final double fading;
    private final int columns;
    private final long[] counts;
    private final double[] fadedHits;
    private final double[] fadedCounts;
    private long total;

    /** Recall of about a class's last hundred samples. */
    public ConfusionMatrix(int classes) {
        this(classes, 0.99);
    }

    /**
     * @param classes 1 to 65,536
     * @param fading  factor by which what recall knows of a class fades with every further sample of it, above 0 and at
     *                most 1; as in {@link PrequentialScore}
     */
    public ConfusionMatrix(int classes, double fading) {
        if (classes < 1 || classes > MAX_CLASSES) {
            throw new IllegalArgumentException("classes = %d, allowed: 1 to %d".formatted(classes, MAX_CLASSES));
        }
        if (!(fading > 0 && fading <= 1)) {
            throw new IllegalArgumentException("fading = %s, allowed: above 0, at most 1".formatted(fading));
        }
        this.classes = classes;
        this.fading = fading;
        this.columns = classes <= MAX_WHOLE ? classes : 2;
        this.counts = new long[classes * columns];
        this.fadedHits = new double[classes];
        this.fadedCounts = new double[classes];
    }

    /** Counts one prediction. @throws IllegalArgumentException if either is no class; nothing is counted then */
    public void add(int label, int predicted) {
        counts[cell(label, predicted)]++;
        total++;
        fadedHits[label] = (label == predicted ? 1 : 0) + fading * fadedHits[label];
        fadedCounts[label] = 1 + fading * fadedCounts[label];
    }

    /**
     * How often {@code predicted} was said of samples of {@code label}.
     *
     * @throws IllegalStateException if the two differ and not every pair is counted ({@link #whole()})
     */
    public long count(int label, int predicted) {
        int cell = cell(label, predicted);
        if (!whole() && label != predicted) {
            throw new IllegalStateException("classes = %d, pairs are counted up to %d".formatted(classes, MAX_WHOLE));
        }
        return counts[cell];
    }

    private int cell(int label, int predicted) {
        checkClass("label", label);
        checkClass("predicted", predicted);
        return label * columns + (whole() ? predicted : label == predicted ? 0 : 1);
    }

    private void checkClass(String name, int value) {
        if (value < 0 || value >= classes) {
            throw new IllegalArgumentException("%s = %d, allowed: 0 to %d".formatted(name, value, classes - 1));
        }
    }

    /** Whether every pair of classes is counted. */
    public boolean whole() {
        return classes <= MAX_WHOLE;
    }

    /** Share of a class's samples that were recognised, 0 to 1, older ones weighing less; NaN before the first of them. */
    public double recall(int label) {
        checkClass("label", label);
        return fadedHits[label] / fadedCounts[label];
    }

    /** Predictions counted. */
    public long total() {
        return total;
    }

    /** A copy of all counts: {@code [label, predicted]} row by row; {@code [label, (right, wrong)]} if not {@link #whole()}. */
    public long[] counts() {
        return counts.clone();
    }

    /**
     * Counts on from {@link #counts()} of another; recall begins anew.
     *
     * @throws IllegalArgumentException if they are not as many as here, or one is negative; all is then as before
     */
    public void restore(long[] saved) {
        if (saved.length != counts.length) {
            throw new IllegalArgumentException("counts = %d values, allowed: %d for %d classes"
                    .formatted(saved.length, counts.length, classes));
        }
        long sum = 0;
        for (int i = 0; i < saved.length; i++) {
            if (saved[i] < 0 || sum + saved[i] < 0) {
                throw new IllegalArgumentException("counts[%d] = %d, allowed: 0 or more, all together below 2^63"
                        .formatted(i, saved[i]));
            }
            sum += saved[i];
        }
        System.arraycopy(saved, 0, counts, 0, counts.length);
        total = sum;
        Arrays.fill(fadedHits, 0);
        Arrays.fill(fadedCounts, 0);
    }
}
