package io.edgedfa.stream;

/** A stream of labelled samples, read once and in order. */
public interface SampleSource extends AutoCloseable {

    /** Returned by {@link #next} when the stream has ended. */
    int END = -1;

    /** Values of one sample. */
    int features();

    /** Number of classes; labels are {@code 0 .. classes - 1}. */
    int classes();

    /**
     * Reads the next sample.
     *
     * @param target receives {@link #features()} values
     * @return the label, or {@link #END}
     */
    int next(float[] target);

    @Override
    default void close() {}
}
