package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.network.ClassGrowth;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.DrawnDigits;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A board that learns nine digits and then a tenth. */
class ClassGrowthLearningTest {
    private static final int KNOWN = 9;
    private static final Dataset TRAIN = DrawnDigits.train(DrawnDigits.DEFAULT_SEED);
    private static final Dataset TEST = DrawnDigits.test(DrawnDigits.DEFAULT_SEED);

    private final float[] sample = new float[TRAIN.features()];

    private Learner learner(Engine engine, Network network, Parameters parameters) {
        return new Learner(engine, network, parameters, new LearningSettings("dfa", Feedback.DEFAULT, "sgd", 0.05, 16, 1));
    }

    /** @param classes only samples of the first so many */
    private void learn(Learner learner, int samples, int classes) {
        DatasetSource source = new DatasetSource(TRAIN, 1);
        for (int i = 0; i < samples;) {
            int label = source.next(sample);
            if (label < classes) {
                learner.learn(sample, label);
                i++;
            }
        }
    }

    /** Predictions for the test set's samples of some classes. */
    private int[] predictions(Learner learner, int from, int to) {
        return IntStream.range(0, TEST.size()).filter(i -> TEST.label(i) >= from && TEST.label(i) < to).map(i -> {
            TEST.copyFeatures(i, sample, 0);
            return learner.predict(sample);
        }).toArray();
    }

    private double accuracy(Learner learner, int from, int to) {
        int[] predictions = predictions(learner, from, to);
        int[] labels = IntStream.range(0, TEST.size()).map(TEST::label).filter(label -> label >= from && label < to).toArray();
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            correct += predictions[i] == labels[i] ? 1 : 0;
        }
        return (double) correct / labels.length;
    }

    @Test
    void shouldLearnATenthClassWithoutLosingTheNine() {
        Network nine = Network.dense(List.of(TRAIN.features(), 64, KNOWN), Layer.activation("tanh"), List.of());
        try (Engine engine = Engines.open("ort", 1)) {
            Parameters learned;
            int[] before;
            double known;
            try (Learner learner = learner(engine, nine, InitialWeights.KAIMING.draw(nine, new Seeds(1).weights()))) {
                learn(learner, 30_000, KNOWN);
                known = accuracy(learner, 0, KNOWN);
                before = predictions(learner, 0, KNOWN);
                learned = learner.parameters();
            }
            assertTrue(known > 0.88, "before growing " + known);
            ClassGrowth growth = new ClassGrowth(nine, KNOWN + 1);
            try (Learner learner = learner(engine, growth.network(), growth.parameters(learned))) {
                assertArrayEquals(before, predictions(learner, 0, KNOWN), "growing alone changes no prediction");
                assertEquals(0, accuracy(learner, KNOWN, KNOWN + 1));
                learn(learner, 30_000, KNOWN + 1);
                assertTrue(accuracy(learner, KNOWN, KNOWN + 1) > 0.8, "the new class " + accuracy(learner, KNOWN, KNOWN + 1));
                assertTrue(accuracy(learner, 0, KNOWN) > known - 0.02, "the old classes " + accuracy(learner, 0, KNOWN) + " after " + known);
            }
        }
    }
}
