package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.agent.safeguard.GuardSettings;
import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.device.store.Event;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.Drift;
import io.edgedfa.stream.DriftingSource;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.feed.WalkFeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafekeepingTest {
    @TempDir
    Path folder;

    private final HeldOut heldOut = DigitsLoop.heldOut(500);
    private final Loop.Options options = new Loop.Options();

    private Loop loop(Function<String, SampleFeed> feeds) {
        return new Loop(folder.resolve("store"), DigitsLoop.NETWORK, DigitsLoop.fresh(), options, feeds);
    }

    /** Digits, up to so many in all. */
    private static Function<String, SampleFeed> digits(long limit) {
        return position -> {
            long start = position.isEmpty() ? 0 : Long.parseLong(position);
            return new WalkFeed(new DatasetSource(DigitsLoop.TRAIN, 1, start, limit - start), start);
        };
    }

    /** Digits whose labels are permuted from one sample to another. */
    private static Function<String, SampleFeed> poisoned(long from, long until, long limit) {
        return position -> new WalkFeed(new DriftingSource(new DatasetSource(DigitsLoop.TRAIN, 1, 0, limit), Drift.parse("permute:7"), from,
                until, 0, 28, 28), 0);
    }

    private static Map<String, float[]> weights(Loop loop) {
        return loop.learner.parameters().values();
    }

    private static void assertSameWeights(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
    }

    @Test
    void shouldGoOnExactlyWhereItStopped() {
        options.learning = new LearningSettings("dfa", "default", "adam", 1e-3, 16, 1);
        options.replayBytes = 400_000;
        Map<String, float[]> uninterrupted;
        try (Loop loop = loop(digits(3_200)).runToEnd()) {
            uninterrupted = weights(loop);
        }
        folder = folder.resolveSibling(folder.getFileName() + "-2");
        folder.toFile().mkdirs();
        loop(digits(1_600)).runToEnd().close();
        try (Loop loop = loop(digits(3_200))) {
            assertEquals("1600", loop.resumed.orElseThrow().facts().get("position"));
            loop.runToEnd();
            assertSameWeights(uninterrupted, weights(loop));
            assertEquals(3_200, loop.last().samples());
            assertEquals(400, loop.last().updates());
        }
    }

    @Test
    void shouldLoseNoMoreThanWhatCameAfterTheLastCheckpoint() {
        Map<String, float[]> before;
        try (Loop loop = loop(digits(10_000))) {
            loop.start();
            loop.runTo(800);
            loop.agent.onClose();
            before = weights(loop);
            loop.runTo(808); // half a batch that no checkpoint has
        }
        try (Loop loop = loop(digits(10_000))) {
            assertSameWeights(before, weights(loop));
            assertEquals("800", loop.resumed.orElseThrow().facts().get("samples"));
        }
    }

    @Test
    void shouldRollBackAPoisonedStreamAndEndWhereItBegan() {
        HeldOut heldOut = DigitsLoop.heldOut(1_000);
        options.heldOut = heldOut;
        options.checkpointMs = 20;
        options.guard = new GuardSettings(10, 0, 0.03, 6, 0.5);
        try (Loop loop = loop(poisoned(8_000, 10_000, 16_000))) {
            loop.start();
            loop.runTo(7_999);
            double before = loop.accuracy(heldOut);
            while (!loop.agent.ended()) {
                loop.agent.doWork();
            }
            loop.agent.onClose();
            double after = loop.accuracy(heldOut);
            loop.eventKinds();
            String rollback = loop.events.stream().map(Event::text).filter(text -> text.matches("update (5[0-9][0-9]|6[01][0-9]|62[0-5]):.*"))
                    .findFirst().orElse("none");
            System.out.printf("2,000 samples with permuted labels: held-out accuracy %.1f%% before, %.1f%% at the end; %s%n", 100 * before,
                    100 * after, rollback);
            assertTrue(!rollback.equals("none"), "no rollback among the poisoned updates 500 to 625: " + loop.events);
            assertTrue(after >= before - 0.02, "before " + before + ", after " + after);
        }
    }

    @Test
    void shouldBeSpoiltByAPoisonedStreamWithoutAGuard() {
        try (Loop loop = loop(poisoned(8_000, 10_000, 10_000)).runToEnd()) {
            assertTrue(loop.accuracy(heldOut) < 0.5, "what the guard is for");
        }
    }

    @Test
    void shouldStopLearningAfterThreeRollbacksAndGoOnPredictingAlsoAfterARestart() {
        options.heldOut = heldOut;
        options.guard = new GuardSettings(25, 0, 0.02, 3, 1);
        try (Loop loop = loop(poisoned(4_000, Long.MAX_VALUE, 12_000)).runToEnd()) {
            List<String> kinds = loop.eventKinds();
            assertEquals(3, kinds.stream().filter("rollback"::equals).count(), kinds.toString());
            assertTrue(kinds.contains("learning-stopped"), kinds.toString());
            assertEquals(0, loop.last().learningRate());
            assertEquals(12_000, loop.predictions.size());
        }
        try (Loop loop = loop(digits(13_000)).runToEnd()) {
            assertEquals(0, loop.last().learningRate());
            assertEquals("stopped after 3 rollbacks", loop.last().paused());
            assertEquals(1_000, loop.predictions.size());
        }
    }

    @Test
    void shouldRollBackToTheFactoryModelWhereThereIsNoCheckpointAndGoOn() {
        options.learning = new LearningSettings("bp", "default", "sgd", 10, 16, 1);
        options.guard = new GuardSettings(25, 0, 0.05, 1_000, 0.5);
        try (Loop loop = loop(position -> new WalkFeed(new Spiked(new DatasetSource(DigitsLoop.TRAIN, 1, 0, 4_000), 100), 0)).runToEnd()) {
            assertTrue(loop.eventKinds().contains("rollback"), loop.events.toString());
            assertTrue(loop.learner.finite());
            assertFalse(loop.learner.diverged());
        }
    }

    @Test
    void shouldHaveNoWeightInACheckpointThatIsNotFinite() {
        options.learning = new LearningSettings("bp", "default", "sgd", 10, 16, 1);
        options.checkpointMs = 1;
        options.guard = new GuardSettings(1_000_000, 0, 0.05, 1_000, 0.5);
        try (Loop loop = loop(position -> new WalkFeed(new Spiked(new DatasetSource(DigitsLoop.TRAIN, 1, 0, 2_000), 40), 0)).runToEnd()) {
            loop.store().checkpoints().restore(loop.store().checkpoints().current().orElseThrow(), (name, values) -> {
                for (int i = 0; i < values.remaining(); i++) {
                    assertTrue(Float.isFinite(values.get(i)), name);
                }
            });
            assertTrue(loop.eventKinds().contains("rollback"), "the fault was there: " + loop.events);
        }
    }

    @Test
    void shouldTakeBackWhatWasRememberedOfAPoisonedStream() {
        options.heldOut = heldOut;
        options.replayBytes = 300_000;
        options.checkpointMs = 1_000_000;
        options.guard = new GuardSettings(25, 0, 0.03, 100, 1);
        try (Loop loop = loop(poisoned(4_000, 4_800, 4_800))) {
            loop.start();
            loop.runTo(4_000);
            loop.agent.onClose();
            String remembered = loop.memory.state();
            while (!loop.eventKinds().contains("rollback")) {
                loop.agent.doWork();
            }
            assertEquals(remembered, loop.memory.state());
        }
    }
}
