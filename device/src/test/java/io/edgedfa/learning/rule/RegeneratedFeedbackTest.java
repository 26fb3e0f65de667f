package io.edgedfa.learning.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.GradientDescent;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegeneratedFeedbackTest {
    private static final Network NETWORK = Network.dense(List.of(11, 101, 83, 7), Layer.activation("tanh"), List.of());
    private static final int BATCH = 5;

    /** What the graph computes, in double precision but for the single-precision angle. */
    private static float[] values(RegeneratedFeedback feedback) {
        int columns = feedback.turns().length;
        float[] values = new float[feedback.rows().length * columns];
        for (int i = 0; i < values.length; i++) {
            float angle = feedback.rows()[i / columns] * feedback.turns()[i % columns];
            values[i] = (float) (feedback.scale() * Math.sin(angle));
        }
        return values;
    }

    private static State trained(LearningRule rule) {
        Graph step = TrainingStep.of(NETWORK, rule, new SoftmaxCrossEntropy(), new GradientDescent(), BATCH);
        State state = new State(step.state());
        state.set(InitialWeights.KAIMING.draw(NETWORK, new Seeds(3).weights()).values());
        Random random = new Random(5);
        try (Engine engine = Engines.open("ort", 1); Program program = engine.compile(step, state)) {
            program.floats(TrainingStep.LEARNING_RATE).put(0, 0.1f);
            for (int run = 0; run < 3; run++) {
                for (int i = 0; i < BATCH * NETWORK.inputs(); i++) {
                    program.floats(TrainingStep.FEATURES).put(i, random.nextFloat());
                }
                for (int n = 0; n < BATCH; n++) {
                    program.longs(TrainingStep.LABELS).put(n, random.nextInt(NETWORK.classes()));
                }
                program.run();
            }
        }
        return state;
    }

    @Test
    void shouldLearnAsWithTheSameValuesStored() {
        DirectFeedbackAlignment computed = (DirectFeedbackAlignment) Rules.named("dfa", Feedback.REGENERATED, NETWORK, new Random(1));
        List<FeedbackTensor> stored = computed.feedback().stream().map(RegeneratedFeedback.class::cast)
                .map(f -> new FeedbackTensor(f.name(), f.shape(), values(f))).toList();
        State one = trained(computed);
        State two = trained(new DirectFeedbackAlignment("dfa", stored));
        for (String name : NETWORK.parameterShapes().keySet()) {
            assertArrayEquals(two.get(name), one.get(name), 2e-6f, name);
        }
    }

    @Test
    void shouldHaveTheVarianceOfKaimingUniformAndRowsThatLookIndependent() {
        RegeneratedFeedback feedback = RegeneratedFeedback.draw("f", Shape.of(10, 1000), 1000, new Random(2));
        float[] values = values(feedback);
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        assertEquals(2.0 / 1000, squares / values.length, 0.1 * 2.0 / 1000);
        for (int a = 0; a < 10; a++) {
            for (int b = 0; b < a; b++) {
                double product = 0;
                for (int j = 0; j < 1000; j++) {
                    product += values[a * 1000 + j] * values[b * 1000 + j];
                }
                // Independent rows of 1000 have correlations of deviation 0.032; 45 pairs stay below five of them.
                assertTrue(Math.abs(product / (1000 * 2.0 / 1000)) < 0.16, a + " and " + b + ": " + product);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa", "sign-symmetry"})
    void shouldLearnWithEveryRuleThatTakesIt(String rule) {
        State state = trained(Rules.named(rule, Feedback.REGENERATED, NETWORK, new Random(1)));
        for (float value : state.get("block1.weight")) {
            assertTrue(Float.isFinite(value));
        }
    }

    /** An engine that computes constants ahead would store what was meant to be computed anew. */
    @Test
    void shouldNotBeStoredByAnEngineThatFoldsConstants(@TempDir Path folder) throws Exception {
        long regenerated = optimizedBytes(Rules.named("fa", Feedback.REGENERATED, NETWORK, new Random(1)), folder.resolve("a.onnx"));
        long stored = optimizedBytes(Rules.named("fa", "kaiming-uniform", NETWORK, new Random(1)), folder.resolve("b.onnx"));
        long matrices = 4L * (101 * 83 + 83 * 7);
        assertTrue(stored > matrices, "stored " + stored);
        assertTrue(regenerated < matrices / 2, "regenerated " + regenerated + ", matrices " + matrices);
    }

    private static long optimizedBytes(LearningRule rule, Path file) throws Exception {
        Graph step = TrainingStep.of(NETWORK, rule, new SoftmaxCrossEntropy(), new GradientDescent(), BATCH);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setOptimizedModelFilePath(file.toString());
            OrtEnvironment.getEnvironment().createSession(OnnxWriter.write(step, Map.of(), Map.of()).toByteArray(), options).close();
        }
        return OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializerList().stream()
                .mapToLong(OnnxMl.TensorProto::getSerializedSize).sum();
    }

    @Test
    void shouldUseOnlyTheMagnitudesWhenSignSymmetric() {
        List<FeedbackTensor> drawn = ((SignSymmetry) Rules.named("sign-symmetry", NETWORK, new Random(1))).magnitudes().stream()
                .map(FeedbackTensor.class::cast).toList();
        List<FeedbackTensor> negated = drawn.stream().map(tensor -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = -values[i];
            }
            return new FeedbackTensor(tensor.name(), tensor.shape(), values);
        }).toList();
        State one = trained(new SignSymmetry("sign-symmetry", drawn));
        State two = trained(new SignSymmetry("sign-symmetry", negated));
        for (String name : NETWORK.parameterShapes().keySet()) {
            assertArrayEquals(one.get(name), two.get(name), 0, name);
        }
    }
}
