package io.edgedfa.stream;

/**
 * An endless or limited walk over a data set in shuffled passes. Every pass has its own permutation, made from the seed
 * and the number of the pass alone, so a walk can be taken up again at any position.
 */
public final class DatasetSource implements SampleSource {

    /** A limit that no walk reaches. */
    public static final long ENDLESS = Long.MAX_VALUE;

    private final Dataset data;
    private final long seed;
    private final int[] order;
    private long position;
    private long remaining;
    private long shuffledPass = -1;

    /** An endless walk from the beginning. */
    public DatasetSource(Dataset data, long seed) {
        this(data, seed, 0, ENDLESS);
    }

    /**
     * A walk over a part of the endless one.
     *
     * @param start samples of the endless walk to skip, 0 or more: {@link #position()} of the walk that this one resumes
     * @param limit samples delivered before {@link #END}, 0 or more, or {@link #ENDLESS}
     */
    public DatasetSource(Dataset data, long seed, long start, long limit) {
        if (start < 0) {
            throw new IllegalArgumentException("start = %d, allowed: 0 or more".formatted(start));
        }
        if (limit < 0) {
            throw new IllegalArgumentException("limit = %d, allowed: 0 or more".formatted(limit));
        }
        this.data = data;
        this.seed = seed;
        this.order = new int[data.size()];
        this.position = start;
        this.remaining = limit;
    }

    /** The order of a pass over a data set: indices of its samples. @param pass counts from 0 */
    public static int[] order(long seed, long pass, int size) {
        int[] order = new int[size];
        new SplitMix64(seed, pass).shuffle(order);
        return order;
    }

    /** Samples of the endless walk before the next one. */
    public long position() {
        return position;
    }

    @Override
    public int features() {
        return data.features();
    }

    @Override
    public int classes() {
        return data.classes();
    }

    @Override
    public int next(float[] target) {
        if (remaining == 0) {
            return END;
        }
        long pass = position / order.length;
        if (pass != shuffledPass) {
            new SplitMix64(seed, pass).shuffle(order);
            shuffledPass = pass;
        }
        int index = order[(int) (position % order.length)];
        data.copyFeatures(index, target, 0);
        position++;
        remaining--;
        return data.label(index);
    }
}
