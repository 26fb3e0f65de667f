package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.feed.WalkFeed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsLearningTest {
    private static final int SAMPLES = 2_000;

    @TempDir
    Path folder;

    @Test
    void shouldRecogniseDigitsItNeverSawAfterTwoThousandOthers() {
        HeldOut unseen = DigitsLoop.heldOut(300);
        Loop.Options options = new Loop.Options();
        options.learning = new LearningSettings("dfa", "default", "adam", 0.002, 16, 1);
        try (Loop loop = new Loop(folder.resolve("store"), DigitsLoop.NETWORK, DigitsLoop.fresh(), options,
                position -> new WalkFeed(new DatasetSource(DigitsLoop.TRAIN, 1), 0))) {
            double fresh = loop.accuracy(unseen);
            loop.start();
            loop.runTo(SAMPLES);
            loop.agent.onClose();
            assertEquals(SAMPLES / 16, loop.last().updates());
            assertTrue(fresh < 0.3, "before learning " + fresh);
            assertTrue(loop.accuracy(unseen) > 0.65, "after learning " + loop.accuracy(unseen));
        }
    }
}
