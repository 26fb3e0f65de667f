package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.network.ClassGrowth;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.feed.WalkFeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking up a checkpoint with a configuration that is not the one it was written with. */
class ResumptionTest {
    @TempDir
    Path folder;

    private final Loop.Options options = new Loop.Options();

    private Loop loop(Network network, Parameters factory, long samples) {
        return new Loop(folder.resolve("store"), network, factory, options,
                position -> new WalkFeed(new DatasetSource(DigitsLoop.TRAIN, 1, 0, samples), 0));
    }

    private Map<String, float[]> learn(String optimizer) {
        options.learning = new LearningSettings("dfa", "default", optimizer, 1e-3, 16, 1);
        try (Loop loop = loop(DigitsLoop.NETWORK, DigitsLoop.fresh(), 800).runToEnd()) {
            return loop.learner.parameters().values();
        }
    }

    @Test
    void shouldKeepTheWeightsWhenTheOptimizerIsAnother() {
        Map<String, float[]> learned = learn("adam");
        options.learning = new LearningSettings("dfa", "default", "momentum", 1e-3, 16, 1);
        try (Loop loop = loop(DigitsLoop.NETWORK, DigitsLoop.fresh(), 0)) {
            learned.forEach((name, values) -> assertArrayEquals(values, loop.learner.parameters().values().get(name), name));
            assertEquals(50, loop.learner.updates());
            assertTrue(loop.eventKinds().contains("resume"), loop.events.toString());
        }
    }

    @Test
    void shouldPredictAsBeforeWhenTheModelHasMoreClassesNow() {
        float[] image = new float[784];
        DigitsLoop.TRAIN.copyFeatures(3, image, 0);
        Map<String, float[]> learned = learn("sgd");
        int before;
        try (Loop loop = loop(DigitsLoop.NETWORK, DigitsLoop.fresh(), 0)) {
            before = loop.learner.predict(image);
        }
        ClassGrowth growth = new ClassGrowth(DigitsLoop.NETWORK, 12);
        options.growth = (classes, values) -> growth.parameters(new Parameters(values));
        try (Loop loop = loop(growth.network(), growth.parameters(DigitsLoop.fresh()), 0)) {
            assertEquals(before, loop.learner.predict(image));
            assertEquals(12, loop.learner.classes());
            assertArrayEquals(learned.get("block1.weight"), loop.learner.parameters().values().get("block1.weight"));
        }
    }

    @Test
    void shouldStartFromTheFactoryModelWhenTheCheckpointIsOfAnotherNetwork() {
        learn("sgd");
        Network wider = Network.dense(List.of(784, 70, 10), Layer.activation("tanh"), List.of());
        Parameters factory = InitialWeights.FRAMEWORK.draw(wider, new SplittableRandom(5));
        options.learning = new LearningSettings("dfa", "default", "sgd", 1e-3, 16, 1);
        try (Loop loop = loop(wider, factory, 0)) {
            assertFalse(loop.resumed.isPresent());
            factory.values().forEach((name, values) -> assertArrayEquals(values, loop.learner.parameters().values().get(name), name));
            assertTrue(loop.eventKinds().contains("resume"), loop.events.toString());
        }
    }

    @Test
    void shouldStartWithAnEmptyMemoryWhenItsSizeIsAnother() {
        options.replayBytes = 400_000;
        learn("sgd");
        options.replayBytes = 200_000;
        try (Loop loop = loop(DigitsLoop.NETWORK, DigitsLoop.fresh(), 0)) {
            assertTrue(loop.resumed.isPresent());
            assertEquals(0, loop.memory.size());
            assertTrue(loop.events.isEmpty() || loop.eventKinds().contains("resume"));
        }
        options.replayBytes = 200_000;
        try (Loop loop = loop(DigitsLoop.NETWORK, DigitsLoop.fresh(), 1_600).runToEnd()) {
            assertTrue(loop.memory.size() > 0);
        }
        try (Loop loop = loop(DigitsLoop.NETWORK, DigitsLoop.fresh(), 0)) {
            assertTrue(loop.memory.size() > 0, "slots of the larger memory of before are no harm");
        }
    }
}
