package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelException;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.stream.ClassRuns;
import io.edgedfa.stream.feed.WalkFeed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped feature extractor on a stream that shows one class after another, 3,000 samples each, once. */
class ReplayLearningTest {
    private static final int RUN = 3_000;

    @TempDir
    Path folder;

    private double accuracyAtTheEnd(long replayBytes) throws ModelException {
        HeldOut all = DigitsLoop.heldOut(2_000);
        Model model = ModelFile.read(Path.of("..", "models", "digits-fc2-128.onnx"), "", new OrtShapeProbe());
        Loop.Options options = new Loop.Options();
        options.learning = new LearningSettings("dfa", "default", "adam", 1e-3, 16, 1);
        options.replayBytes = replayBytes;
        options.replayShare = 0.75;
        try (Loop loop = new Loop(folder.resolve("store"), model.network(), model.parameters(), options,
                position -> new WalkFeed(new ClassRuns(DigitsLoop.TRAIN, 1, RUN, 0, 10 * RUN), 0)).runToEnd()) {
            return loop.accuracy(all);
        }
    }

    @Test
    void shouldRememberEveryClassWithReplay() throws ModelException {
        double accuracy = accuracyAtTheEnd(4_000_000);
        System.out.printf("class after class, with a replay memory of 4 MB: %.1f%% on all classes%n", 100 * accuracy);
        assertTrue(accuracy >= 0.85, "accuracy " + accuracy);
    }

    @Test
    void shouldForgetWithoutReplay() throws ModelException {
        double accuracy = accuracyAtTheEnd(0);
        System.out.printf("class after class, without: %.1f%% on all classes%n", 100 * accuracy);
        assertTrue(accuracy <= 0.5, "accuracy " + accuracy);
    }
}
