package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.stream.SampleSource;
import io.edgedfa.stream.feed.WalkFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnerAgentTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Network network = Network.dense(List.of(2, 8, 2), Layer.activation("tanh"), List.of());
    private final Parameters parameters = InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(1));
    @TempDir
    Path folder;

    private Loop loop;
    private Learner learner;
    private long now;

    @AfterEach
    void close() {
        loop.close();
    }

    /** Class 1 where the first value is larger than the second; ends after {@code limit} samples. */
    static SampleSource comparisons(int limit) {
        SplittableRandom random = new SplittableRandom(2);
        return new SampleSource() {
            private int left = limit;

            @Override
            public int features() {
                return 2;
            }

            @Override
            public int classes() {
                return 2;
            }

            @Override
            public int next(float[] target) {
                if (left-- == 0) {
                    return END;
                }
                target[0] = (float) random.nextDouble();
                target[1] = (float) random.nextDouble();
                return target[0] > target[1] ? 1 : 0;
            }
        };
    }

    private LearnerAgent agent(String rule, double learningRate, double rate, int limit) {
        Loop.Options options = new Loop.Options();
        options.learning = new LearningSettings(rule, Feedback.DEFAULT, "sgd", learningRate, 4, 1);
        options.samplesPerSecond = rate;
        options.nanoTime = () -> now;
        loop = new Loop(folder.resolve("store"), network, parameters, options, position -> new WalkFeed(comparisons(limit), 0));
        learner = loop.learner;
        return loop.agent;
    }

    private void runToEnd(LearnerAgent agent) {
        loop.runToEnd();
    }

    private LearningReport last() {
        return loop.last();
    }

    @Test
    void shouldLearnFromAStreamWithDirectFeedbackAlignment() {
        runToEnd(agent("dfa", 0.5, 0, 2000));
        assertTrue(last().accuracy() > 0.9, last().toString());
        assertEquals(2000, last().samples());
        assertEquals(500, last().updates());
    }

    @Test
    void shouldPredictBeforeLearning() throws IOException {
        runToEnd(agent("dfa", 0.5, 0, 4));
        double learned = last().accuracy();
        loop.close();
        folder = folder.resolve("frozen");
        Files.createDirectory(folder);
        runToEnd(agent(LearningSettings.FROZEN, 0.5, 0, 4));
        assertEquals(last().accuracy(), learned, "the first batch is predicted by the model as it came");
    }

    @Test
    void shouldLeaveTheModelAloneWhenFrozen() {
        runToEnd(agent(LearningSettings.FROZEN, 0.5, 0, 100));
        parameters.values().forEach((name, values) -> assertArrayEquals(values, learner.parameters().values().get(name)));
        assertEquals(0, last().updates());
        assertEquals(0, last().learningRate());
    }

    @Test
    void shouldTakeSamplesAtTheConfiguredRate() {
        LearnerAgent agent = agent("dfa", 0.1, 100, 1000);
        agent.onStart(0);
        for (; now < 200 * MS; now += MS) {
            agent.doWork();
        }
        agent.onClose();
        assertEquals(20, last().samples());
    }

    @Test
    void shouldSayHowLongToIdle() {
        LearnerAgent agent = agent("dfa", 0.1, 100, 1000);
        agent.onStart(0);
        assertEquals(10 * MS, agent.doWork());
    }

    @Test
    void shouldNotChaseMissedSamplesWhenItWasHeldUp() {
        LearnerAgent agent = agent("dfa", 0.1, 100, 1000);
        agent.onStart(0);
        now = 5000 * MS;
        agent.doWork();
        agent.doWork();
        assertTrue(agent.doWork() > 0, "after a long pause the loop goes on from now");
    }

    @Test
    void shouldReportAtIntervalsWhetherOrNotThereAreSamples() {
        LearnerAgent agent = agent("dfa", 0.1, 0.5, 1000);
        agent.onStart(0);
        for (; now < 3500 * MS; now += 100 * MS) {
            agent.doWork();
        }
        assertEquals(4, loop.reports.size());
    }

    @Test
    void shouldBeHealthyOnAnOrdinaryStream() {
        runToEnd(agent("bp", 0.1, 0, 40));
        assertFalse(learner.diverged());
        assertEquals(0.1, last().learningRate());
    }
}
