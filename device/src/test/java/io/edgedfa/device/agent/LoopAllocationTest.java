package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.feed.WalkFeed;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop's thread takes from the heap for each sample: what ONNX Runtime's binding needs for a run, and never more over time. */
class LoopAllocationTest {
    private static final int SAMPLES = 3_200;
    /** Measured: 2,200 to 2,400. For comparison: a sample's features alone have 3,136 bytes. */
    private static final long MOST_BYTES_PER_SAMPLE = 3_000;

    @TempDir
    Path folder;

    @Test
    void shouldAllocateLittleForASampleAndNoMoreForLaterOnes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Loop.Options options = new Loop.Options();
        options.replayBytes = 400_000;
        try (Loop loop = new Loop(folder.resolve("store"), DigitsLoop.NETWORK, DigitsLoop.fresh(), options,
                position -> new WalkFeed(new DatasetSource(DigitsLoop.TRAIN, 1), 0))) {
            loop.start();
            loop.runTo(SAMPLES);
            long start = threads.getCurrentThreadAllocatedBytes();
            loop.runTo(2 * SAMPLES);
            long first = (threads.getCurrentThreadAllocatedBytes() - start) / SAMPLES;
            loop.runTo(5 * SAMPLES);
            start = threads.getCurrentThreadAllocatedBytes();
            loop.runTo(6 * SAMPLES);
            long later = (threads.getCurrentThreadAllocatedBytes() - start) / SAMPLES;
            System.out.printf("allocated per sample: %d bytes, later %d%n", first, later);
            assertTrue(first < MOST_BYTES_PER_SAMPLE, first + " bytes per sample");
            assertTrue(later <= first * 1.05, "first " + first + ", later " + later);
        }
    }
}
