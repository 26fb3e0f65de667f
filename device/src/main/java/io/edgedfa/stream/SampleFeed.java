package io.edgedfa.stream;

/**
 * What a site produces: samples with or without labels, and labels that come later. Polled by the learning loop, so that
 * nothing it waits for can hold up predictions. Not thread-safe.
 */
public interface SampleFeed extends AutoCloseable {

    /** What a poll brought. */
    enum Arrival {
        /** Nothing now; ask again later. */
        NOTHING,
        /** A sample: its values, id and, where it has one, label. */
        SAMPLE,
        /** The label of an earlier sample: id and label; the values mean nothing. */
        LABEL,
        /** The feed is over for good. */
        END
    }

    /** Values of one sample. */
    int features();

    /** Takes what is next, without waiting for any. What is malformed is counted, skipped, and never thrown. */
    Arrival poll(Sample into);

    /**
     * Where a later process takes the feed up again to get exactly what was not polled yet; empty where the feed itself
     * remembers, or nothing can be had twice.
     */
    default String position() {
        return "";
    }

    /** Samples and labels that could not be used so far. */
    default long rejected() {
        return 0;
    }

    /** Why the last one could not be used, one line naming its place; empty if none. */
    default String lastRejection() {
        return "";
    }

    @Override
    void close();
}
