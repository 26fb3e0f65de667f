package io.edgedfa.device.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.network.Network;
import io.edgedfa.onnx.Answers;
import io.edgedfa.onnx.ExportedModels;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.DrawnDigits;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A residual network that an exporter wrote, after seeing scribbles, learns digits with direct feedback alignment. */
class ForeignModelLearningTest {
    private static final Dataset TEST = DrawnDigits.test(DrawnDigits.DEFAULT_SEED);
    private static final int IMAGE = 784;

    @TempDir
    Path folder;

    private static double accuracy(Learner learner) {
        float[] sample = new float[IMAGE];
        int correct = 0;
        for (int i = 0; i < TEST.size(); i++) {
            TEST.copyFeatures(i, sample, 0);
            correct += learner.predict(sample) == TEST.label(i) ? 1 : 0;
        }
        return (double) correct / TEST.size();
    }

    /** From its last dense layer, and from its last residual block with two convolutions and a projection. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | 0.003 | 20000", "/4/Relu_1_output_0 | 0.0005 | 40000"})
    void shouldLearnAboveNinetyPercentAndAnswerTheSameInABareSession(String from, double rate, int samples) throws Exception {
        Model model = ModelFile.read(ExportedModels.file("resnet"), from, new OrtShapeProbe());
        Path written = folder.resolve("learned.onnx");
        float[] answers = new float[10 * 10];
        float[] images = new float[10 * IMAGE];
        try (Engine engine = Engines.open("ort", 1);
                Learner learner = new Learner(engine, model.network(), model.parameters(),
                        new LearningSettings("dfa", Feedback.DEFAULT, "adam", rate, 16, 1))) {
            double first = accuracy(learner);
            assertTrue(first < 0.3, "before learning " + first);
            DatasetSource source = new DatasetSource(DrawnDigits.train(DrawnDigits.DEFAULT_SEED), 1);
            float[] sample = new float[IMAGE];
            for (int i = 0; i < samples; i++) {
                learner.learn(sample, source.next(sample));
            }
            assertTrue(accuracy(learner) > 0.9, "after learning " + accuracy(learner));
            Model learned = new Model(model.id(), model.version() + 1, model.network(), learner.parameters(), model.provenance(), model.signature());
            ModelFile.write(written, learned);
            for (int i = 0; i < 10; i++) {
                TEST.copyFeatures(i, images, i * IMAGE);
                TEST.copyFeatures(i, sample, 0);
                learner.predict(sample);
                for (int k = 0; k < 10; k++) {
                    answers[10 * i + k] = (float) Math.exp(-learner.loss(learner.scores(), k));
                }
            }
        }
        float[] bare = Answers.of(Files.readAllBytes(written), "image", images, new long[] {10, 1, 28, 28}, Network.PROBABILITIES);
        for (int i = 0; i < bare.length; i++) {
            assertEquals(answers[i], bare[i], 1e-5, "answer " + i);
        }
    }
}
