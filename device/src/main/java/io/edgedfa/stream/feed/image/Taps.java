package io.edgedfa.stream.feed.image;

/**
 * Resizing along one axis: which source pixels make a target pixel, and how much of each.
 *
 * <p>The filter is a triangle of radius 1 (linear interpolation), widened by the factor when shrinking so that every source
 * pixel counts and nothing aliases. Source: Schumacher 1992, "General filtered image rescaling", Graphics Gems III.
 *
 * @param first   by target pixel: the first source pixel, never falling
 * @param weights by target pixel: weights of the source pixels from there on, sum 1
 */
public record Taps(int[] first, float[][] weights) {

    /**
     * @param start   where the used part of the source begins, in pixels
     * @param length  how much of the source is used, above 0
     * @param sources pixels of the whole source
     * @param targets pixels that the used part becomes
     */
    public static Taps of(double start, double length, int sources, int targets) {
        int[] first = new int[targets];
        float[][] weights = new float[targets][];
        double scale = length / targets;
        double radius = Math.max(1, scale);
        for (int t = 0; t < targets; t++) {
            double centre = start + (t + 0.5) * scale;
            int low = Math.max(0, (int) Math.ceil(centre - radius - 0.5));
            int high = Math.min(sources - 1, (int) Math.floor(centre + radius - 0.5));
            first[t] = low;
            weights[t] = triangle(low, high, centre, radius);
        }
        return new Taps(first, weights);
    }

    private static float[] triangle(int low, int high, double centre, double radius) {
        double[] exact = new double[high - low + 1];
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            exact[i] = Math.max(0, 1 - Math.abs(low + i + 0.5 - centre) / radius);
            sum += exact[i];
        }
        float[] weights = new float[exact.length];
        for (int i = 0; i < exact.length; i++) {
            weights[i] = (float) (exact[i] / sum);
        }
        return weights;
    }

    /** Pixels that the used part of the source becomes. */
    public int targets() {
        return first.length;
    }

    /** The last source pixel of a target pixel. */
    public int last(int target) {
        return first[target] + weights[target].length - 1;
    }

    /** Resizes one row. @param into receives {@link #targets()} values */
    public void apply(float[] row, float[] into) {
        for (int t = 0; t < into.length; t++) {
            float sum = 0;
            float[] weight = weights[t];
            for (int i = 0; i < weight.length; i++) {
                sum += weight[i] * row[first[t] + i];
            }
            into[t] = sum;
        }
    }
}
