package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateLabelTest {
    private static final Dataset DATA = DigitsLoop.TRAIN;

    @TempDir
    Path folder;

    /** What arrives: the index of an image, or with {@code late} the label of that. */
    private record Item(int index, boolean late) {}

    private final Queue<Item> arriving = new ArrayDeque<>();
    private Loop loop;
    private long now;

    @BeforeEach
    void start() {
        Loop.Options options = new Loop.Options();
        options.learning = new LearningSettings("dfa", "default", "sgd", 0.05, 4, 1);
        options.nanoTime = () -> now;
        loop = new Loop(folder.resolve("store"), DigitsLoop.NETWORK, DigitsLoop.fresh(), options, position -> new Feed());
        loop.start();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private final class Feed implements SampleFeed {
        @Override
        public int features() {
            return DATA.features();
        }

        @Override
        public Arrival poll(Sample into) {
            Item item = arriving.poll();
            if (item == null) {
                return Arrival.NOTHING;
            }
            into.set("n" + item.index(), item.late() ? DATA.label(item.index()) : Sample.UNLABELLED);
            if (item.late()) {
                return Arrival.LABEL;
            }
            DATA.copyFeatures(item.index(), into.features, 0);
            return Arrival.SAMPLE;
        }

        @Override
        public void close() {}
    }

    private void work() {
        while (!arriving.isEmpty()) {
            loop.agent.doWork();
            now += TimeUnit.MILLISECONDS.toNanos(5);
        }
        loop.agent.onClose();
    }

    @Test
    void shouldPredictAtOnceAndLearnWhenTheLabelComes() {
        for (int i = 0; i < 4; i++) {
            arriving.add(new Item(i, false));
        }
        work();
        assertEquals(4, loop.predictions.size());
        assertEquals(0, loop.last().updates());
        assertEquals(4, loop.last().late().waiting());
        for (int i = 0; i < 4; i++) {
            arriving.add(new Item(i, true));
        }
        work();
        assertEquals(1, loop.last().updates());
        assertEquals(4, loop.last().scored());
        assertEquals(0, loop.last().late().waiting());
    }

    @Test
    void shouldScoreThePredictionMadeThen() {
        for (int i = 0; i < 40; i++) {
            arriving.add(new Item(i, false));
        }
        work();
        long right = loop.predictions.stream().filter(p -> p.predicted() == DATA.label(Integer.parseInt(p.id().substring(1)))).count();
        for (int round = 0; round < 30; round++) { // learn these by heart before their labels are scored
            for (int i = 0; i < 40; i++) {
                float[] image = new float[784];
                DATA.copyFeatures(i, image, 0);
                loop.learner.learn(image, DATA.label(i));
            }
        }
        for (int i = 0; i < 40; i++) {
            arriving.add(new Item(i, true));
        }
        work();
        assertEquals(right / 40.0, loop.last().accuracy(), 1e-9);
        assertTrue(right < 30, "else this shows nothing: " + right);
    }

    @Test
    void shouldCountALabelThatComesTooLate() {
        arriving.add(new Item(0, false));
        work();
        now += TimeUnit.SECONDS.toNanos(2);
        arriving.add(new Item(0, true));
        work();
        assertEquals(0, loop.last().scored());
        assertEquals(1, loop.last().late().expired());
    }

    @Test
    void shouldCountALabelOfASampleThatNeverCame() {
        arriving.add(new Item(7, true));
        work();
        assertEquals(1, loop.last().late().unmatched());
    }
}
