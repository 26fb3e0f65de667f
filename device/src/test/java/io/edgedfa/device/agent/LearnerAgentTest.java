package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.stream.SampleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnerAgentTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Network network = Network.dense(List.of(2, 8, 2), Layer.activation("tanh"), List.of());
    private final Parameters parameters = InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(1));
    private final Engine engine = Engines.open("ort", 1);
    private final List<LearningReport> reports = new ArrayList<>();
    private Learner learner;
    private long now;

    @AfterEach
    void close() {
        learner.close();
        engine.close();
    }

    /** Class 1 where the first value is larger than the second; ends after {@code limit} samples. */
    private static SampleSource comparisons(int limit) {
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
        LearningSettings settings = new LearningSettings(rule, Feedback.DEFAULT, "sgd", learningRate, 4, 1, 100);
        learner = new Learner(engine, network, parameters, settings);
        return new LearnerAgent(comparisons(limit), learner, settings, rate, 1000, () -> now, reports::add);
    }

    private static void runToEnd(LearnerAgent agent) {
        agent.onStart();
        while (!agent.ended()) {
            agent.doWork();
        }
        agent.onClose();
    }

    private LearningReport last() {
        return reports.get(reports.size() - 1);
    }

    @Test
    void shouldLearnFromAStreamWithDirectFeedbackAlignment() {
        runToEnd(agent("dfa", 0.5, 0, 2000));
        assertTrue(last().accuracy() > 0.9, last().toString());
        assertEquals(2000, last().samples());
        assertEquals(500, last().updates());
    }

    @Test
    void shouldPredictBeforeLearning() {
        runToEnd(agent("dfa", 0.5, 0, 4));
        double learned = last().accuracy();
        learner.close();
        reports.clear();
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
        agent.onStart();
        for (; now < 200 * MS; now += MS) {
            agent.doWork();
        }
        agent.onClose();
        assertEquals(20, last().samples());
    }

    @Test
    void shouldSayHowLongToIdle() {
        LearnerAgent agent = agent("dfa", 0.1, 100, 1000);
        agent.onStart();
        assertEquals(10 * MS, agent.doWork());
    }

    @Test
    void shouldNotChaseMissedSamplesWhenItWasHeldUp() {
        LearnerAgent agent = agent("dfa", 0.1, 100, 1000);
        agent.onStart();
        now = 5000 * MS;
        agent.doWork();
        agent.doWork();
        assertTrue(agent.doWork() > 0, "after a long pause the loop goes on from now");
    }

    @Test
    void shouldReportAtIntervalsWhetherOrNotThereAreSamples() {
        LearnerAgent agent = agent("dfa", 0.1, 0.5, 1000);
        agent.onStart();
        for (; now < 3500 * MS; now += 100 * MS) {
            agent.doWork();
        }
        assertEquals(4, reports.size());
    }

    @Test
    void shouldStopLearningWhenTheLossIsNotFinite() {
        parameters.values().get("block2.bias")[0] = 3e38f;
        parameters.values().get("block2.bias")[1] = -3e38f;
        runToEnd(agent("dfa", 10, 0, 400));
        assertTrue(learner.diverged());
        assertEquals(0, last().learningRate());
    }

    @Test
    void shouldBeHealthyOnAnOrdinaryStream() {
        runToEnd(agent("bp", 0.1, 0, 40));
        assertFalse(learner.diverged());
        assertEquals(0.1, last().learningRate());
    }
}
