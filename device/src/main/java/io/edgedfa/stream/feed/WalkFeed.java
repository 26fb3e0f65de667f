package io.edgedfa.stream.feed;

import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.SampleSource;

/** A labelled walk as a feed, for trials: there is always a next sample, and none has an id. */
public final class WalkFeed implements SampleFeed {

    private final SampleSource source;
    private long taken;
    private boolean ended;

    /**
     * @param source closed by this one
     * @param start  samples that the source has been told to skip, 0 or more: {@link #position()} counts on from there
     */
    public WalkFeed(SampleSource source, long start) {
        if (start < 0) {
            throw new IllegalArgumentException("start = %d, allowed: 0 or more".formatted(start));
        }
        this.source = source;
        this.taken = start;
    }

    /**
     * A walk over a data set, taken up where an earlier one ended.
     *
     * @param position {@link #position()} of the earlier one; empty to begin
     */
    public static WalkFeed over(Dataset data, long seed, String position) {
        long start = SiteText.count(position);
        return new WalkFeed(new DatasetSource(data, seed, start, DatasetSource.ENDLESS), start);
    }

    @Override
    public int features() {
        return source.features();
    }

    @Override
    public Arrival poll(Sample into) {
        int label = ended ? SampleSource.END : source.next(into.features);
        if (label == SampleSource.END) {
            ended = true;
            return Arrival.END;
        }
        taken++;
        into.set("", label);
        return Arrival.SAMPLE;
    }

    /** The number of samples taken since the beginning of the walk. */
    @Override
    public String position() {
        return Long.toString(taken);
    }

    @Override
    public void close() {
        source.close();
    }
}
