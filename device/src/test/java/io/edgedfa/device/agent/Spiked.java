package io.edgedfa.device.agent;

import io.edgedfa.stream.SampleSource;
import java.util.Arrays;

/** Passes another source's samples on, and every so many of them one with values that no network survives. */
final class Spiked implements SampleSource {
    private final SampleSource source;
    private final int every;
    private int count;

    Spiked(SampleSource source, int every) {
        this.source = source;
        this.every = every;
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
        if (++count % every == 0) {
            Arrays.fill(target, 3e38f);
        }
        return label;
    }
}
