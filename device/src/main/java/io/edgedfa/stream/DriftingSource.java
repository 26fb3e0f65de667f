package io.edgedfa.stream;

import java.util.stream.IntStream;

/** Passes another source's samples on, and from a given one on applies a {@link Drift} to them. */
public final class DriftingSource implements SampleSource {

    private final SampleSource source;
    private final Drift drift;
    private final int rows;
    private final int columns;
    private final int[] newLabels;
    private final float[] scratch;
    private final long from;
    private final long until;
    private long position;

    /** A drift that stays. */
    public DriftingSource(SampleSource source, Drift drift, long from, int rows, int columns) {
        this(source, drift, from, Long.MAX_VALUE, 0, rows, columns);
    }

    /**
     * @param source  read, and closed, by this one
     * @param from    number of the first sample that has drifted, counting from 0
     * @param until   number of the first sample after that which has not
     * @param start   number of the source's next sample
     * @param rows    image height in pixels
     * @param columns image width in pixels; {@code rows * columns} must be the source's number of features
     */
    public DriftingSource(SampleSource source, Drift drift, long from, long until, long start, int rows, int columns) {
        if (from < 0) {
            throw new IllegalArgumentException("from = %d, allowed: 0 or more".formatted(from));
        }
        if (rows < 1 || columns < 1 || (long) rows * columns != source.features()) {
            throw new IllegalArgumentException("rows * columns = %d * %d, allowed: the source's %d features"
                    .formatted(rows, columns, source.features()));
        }
        this.source = source;
        this.drift = drift;
        this.rows = rows;
        this.columns = columns;
        this.newLabels = drift.relabel(IntStream.range(0, source.classes()).toArray());
        this.scratch = new float[rows * columns];
        this.from = from;
        this.until = until;
        this.position = start;
    }

    @Override
    public int features() {
        return source.features();
    }

    @Override
    public int classes() {
        return source.classes();
    }

    @Override
    public int next(float[] target) {
        int label = source.next(target);
        if (label == END) {
            return END;
        }
        long number = position++;
        if (number < from || number >= until) {
            return label;
        }
        drift.transform(target, scratch, rows, columns);
        return newLabels[label];
    }

    @Override
    public void close() {
        source.close();
    }
}
