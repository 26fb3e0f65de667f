package io.edgedfa.stream;

/**
 * The stream's seeded generator. The JDK's generators may change their streams between releases; this one is written
 * out, so that a seed means the same samples on every board for good.
 *
 * <p>Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA,
 * doi:10.1145/2660193.2660195 (the constants are Stafford's variant 13). Not thread-safe.
 */
public final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** The stream of a seed; neighbouring seeds give unrelated streams. */
    public SplitMix64(long seed) {
        state = mix(seed);
    }

    /** The stream of one member of a family: a pass of a walk, an image of a set. */
    public SplitMix64(long seed, long member) {
        this(mix(seed + GOLDEN_GAMMA) + member);
    }

    /** Goes on where another generator was. @param state its {@link #state()} then, not a seed */
    public static SplitMix64 resume(long state) {
        SplitMix64 random = new SplitMix64(0);
        random.state = state;
        return random;
    }

    /** All that decides the numbers still to come. */
    public long state() {
        return state;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform over all 64-bit numbers. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in {@code [0, bound)}, bound 1 or more; the bias of the multiplication is below {@code bound / 2^32}. */
    public int below(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Uniform in {@code [low, high)}. */
    public double between(double low, double high) {
        return low + (high - low) * ((nextLong() >>> 11) * 0x1.0p-53);
    }

    /** Bell-shaped around 0, standard deviation 1, never beyond 3.5: a sum of four uniforms, without a logarithm. */
    public double bell() {
        double sum = between(-1, 1) + between(-1, 1) + between(-1, 1) + between(-1, 1);
        return sum * 0.8660254037844386;
    }

    /** Fills {@code order} with a uniform permutation of {@code 0 .. order.length - 1} (Fisher-Yates). */
    public void shuffle(int[] order) {
        for (int i = 0; i < order.length; i++) {
            int j = below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
