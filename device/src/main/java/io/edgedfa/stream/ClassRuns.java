package io.edgedfa.stream;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A walk over a data set that shows one class after another, so many samples of each in a row, again and again: the stream on
 * which a learner forgets. Each class is walked in a shuffled order of its own. It can be taken up again at any position.
 */
public final class ClassRuns implements SampleSource {

    private final Dataset data;
    private final int run;
    private final int[][] indices; // by class
    private long position;
    private long remaining;

    /**
     * @param seed  of the orders
     * @param run   samples of a class in a row, 1 or more
     * @param start samples of the walk to skip
     * @param limit samples delivered before {@link #END}
     * @throws IllegalArgumentException if a class of the data set has no samples
     */
    public ClassRuns(Dataset data, long seed, int run, long start, long limit) {
        if (run < 1 || start < 0 || limit < 0) {
            throw new IllegalArgumentException("run = %d, start = %d, limit = %d, allowed: 1 or more, 0 or more, 0 or more"
                    .formatted(run, start, limit));
        }
        this.data = data;
        this.run = run;
        this.position = start;
        this.remaining = limit;
        this.indices = new int[data.classes()][];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = shuffled(seed, k);
        }
    }

    private int[] shuffled(long seed, int label) {
        int[] members = IntStream.range(0, data.size()).filter(i -> data.label(i) == label).toArray();
        if (members.length == 0) {
            throw new IllegalArgumentException("class %d has no samples, allowed: one or more of each class".formatted(label));
        }
        int[] order = DatasetSource.order(seed, label, members.length);
        return Arrays.stream(order).map(i -> members[i]).toArray();
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
        long round = position / ((long) run * indices.length);
        int label = (int) (position / run % indices.length);
        int[] members = indices[label];
        data.copyFeatures(members[(int) ((round * run + position % run) % members.length)], target, 0);
        position++;
        remaining--;
        return label;
    }
}
