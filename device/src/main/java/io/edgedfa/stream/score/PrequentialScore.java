package io.edgedfa.stream.score;

/**
 * How well a learner predicts samples before it learns from them, forgetting the past in two ways: a fading factor and a
 * sliding window. Memory is fixed at construction and adding allocates nothing.
 *
 * <p>Source: Gama, Sebastiao, Rodrigues 2013, "On evaluating stream learning algorithms", Machine Learning 90,
 * doi:10.1007/s10994-012-5320-9. The faded mean of {@code x_1 .. x_i} is {@code S_i / N_i} with {@code S_i = x_i + a *
 * S_(i-1)} and {@code N_i = 1 + a * N_(i-1)}; with {@code a = 1} it is the plain mean.
 */
public final class PrequentialScore {

    private static final int MAX_WINDOW = 1 << 24;

    private final double fading;
    private final int window;
    private final long[] hits;
    private int hitsInWindow;
    private long count;
    private double fadedHits;
    private double fadedCount;
    private double fadedLoss;
    private double fadedLossCount;

    /**
     * @param fading the factor {@code a}, above 0 and at most 1; 0.999 remembers about a thousand samples
     * @param window samples that the sliding window holds, 1 to 2^24
     */
    public PrequentialScore(double fading, int window) {
        if (!(fading > 0 && fading <= 1)) {
            throw new IllegalArgumentException("fading = %s, allowed: above 0, at most 1".formatted(fading));
        }
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("window = %d, allowed: 1 to %d".formatted(window, MAX_WINDOW));
        }
        this.fading = fading;
        this.window = window;
        this.hits = new long[(window + 63) / 64];
    }

    /** Counts one prediction. */
    public void add(boolean correct) {
        int slot = (int) (count % window);
        long bit = 1L << slot; // Java shifts by slot modulo 64
        if ((hits[slot / 64] & bit) != 0) {
            hitsInWindow--;
            hits[slot / 64] &= ~bit;
        }
        if (correct) {
            hitsInWindow++;
            hits[slot / 64] |= bit;
        }
        fadedHits = (correct ? 1 : 0) + fading * fadedHits;
        fadedCount = 1 + fading * fadedCount;
        count++;
    }

    /** Counts one prediction and its loss. A loss that is not finite stays visible in {@link #fadedLoss()}. */
    public void add(boolean correct, double loss) {
        add(correct);
        fadedLoss = loss + fading * fadedLoss;
        fadedLossCount = 1 + fading * fadedLossCount;
    }

    /** Predictions counted. */
    public long count() {
        return count;
    }

    /** Share of correct predictions, 0 to 1, older ones weighing less; NaN before the first. */
    public double fadedAccuracy() {
        return fadedHits / fadedCount;
    }

    /** Share of correct ones among the last predictions, as many as the window holds; NaN before the first. */
    public double windowAccuracy() {
        return (double) hitsInWindow / Math.min(count, window);
    }

    /** Mean loss, older ones weighing less; NaN before the first. */
    public double fadedLoss() {
        return fadedLoss / fadedLossCount;
    }
}
