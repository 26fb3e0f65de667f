package io.edgedfa.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Window;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Trains through nothing but ONNX Runtime and the names in the file: none of our engine is involved. */
class StepFileTest {
    private static final int BATCH = 8;

    @TempDir
    Path folder;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Network network = Network.dense(List.of(4, 16, 3), Layer.activation("tanh"), List.of());
    /** The same four values as a 2x2 image: convolution, overlapping pooling, dense. */
    private final Network images = new Network(Shape.of(1, 2, 2), List.of(
            new Block("one", new Convolution(1, 16, 2, 1, 1), List.of(new Tanh(), new MaxPool(Window.square(2, 1, 0)), new Flatten())),
            new Block("two", new Dense(64, 3), List.of())));
    private final Parameters parameters = InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(5));

    @Test
    void shouldLearnInABareSessionWithDirectFeedbackAlignmentAndAdam() throws Exception {
        assertLearns(network, "dfa");
    }

    @ParameterizedTest
    @FieldSource("io.edgedfa.learning.rule.Rules#NAMES")
    void shouldLearnFromImagesInABareSession(String rule) throws Exception {
        assertLearns(images, rule);
    }

    private void assertLearns(Network network, String ruleName) throws Exception {
        LearningRule rule = Rules.named(ruleName, network, new SplittableRandom(6));
        Parameters parameters = InitialWeights.FRAMEWORK.draw(network, new SplittableRandom(5));
        Graph step = TrainingStep.of(network, rule, new SoftmaxCrossEntropy(), Optimizer.named("adam"), BATCH);
        Path file = folder.resolve("step.onnx");
        StepFile.write(file, step, parameters.values(), Provenance.now(Map.of()));
        try (OrtSession session = environment.createSession(file.toString())) {
            Map<String, OnnxTensor> feed = zeros(session);
            try (OrtSession.Result initial = session.run(feed, outputs(session, ".initial"))) {
                feedBack(initial, ".initial", feed);
            }
            for (Map.Entry<String, float[]> entry : parameters.values().entrySet()) {
                float[] values = new float[entry.getValue().length];
                feed.get(entry.getKey()).getFloatBuffer().get(values);
                assertArrayEquals(entry.getValue(), values, entry.getKey());
            }
            feed.put("learning_rate", OnnxTensor.createTensor(environment, FloatBuffer.wrap(new float[] {0.02f}), new long[0]));
            SplittableRandom random = new SplittableRandom(9);
            float first = train(session, feed, random, 20);
            train(session, feed, random, 200);
            float last = train(session, feed, random, 20);
            assertTrue(last < first / 4, "mean loss went from " + first + " to " + last);
        }
    }

    @Test
    void shouldNotBeTakenForAModel() throws Exception {
        Graph step = TrainingStep.of(network, Rules.named("bp", network, new SplittableRandom(6)),
                new SoftmaxCrossEntropy(), Optimizer.named("sgd"), BATCH);
        Path file = folder.resolve("step.onnx");
        StepFile.write(file, step, parameters.values(), Provenance.now(Map.of()));
        assertEquals(file + ": has 7 inputs [features, labels, learning_rate, block1.weight, block1.bias, block2.weight,"
                + " block2.bias]; allowed: one", assertThrows(ModelException.class, () -> ModelFile.read(file)).getMessage());
    }

    private float train(OrtSession session, Map<String, OnnxTensor> feed, SplittableRandom random, int steps) throws Exception {
        float sum = 0;
        for (int i = 0; i < steps; i++) {
            putBatch(feed, random);
            try (OrtSession.Result result = session.run(feed)) {
                sum += ((OnnxTensor) result.get("loss").orElseThrow()).getFloatBuffer().get(0);
                feedBack(result, ".next", feed);
            }
        }
        return sum / steps;
    }

    /** The class is the position of the largest of the first three values. */
    private void putBatch(Map<String, OnnxTensor> feed, SplittableRandom random) throws Exception {
        float[] x = new float[BATCH * 4];
        long[] labels = new long[BATCH];
        for (int n = 0; n < BATCH; n++) {
            for (int i = 0; i < 4; i++) {
                x[n * 4 + i] = (float) random.nextDouble();
            }
            for (int k = 1; k < 3; k++) {
                labels[n] = x[n * 4 + k] > x[n * 4 + (int) labels[n]] ? k : labels[n];
            }
        }
        feed.put("features", OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), feed.get("features").getInfo().getShape()));
        feed.put("labels", OnnxTensor.createTensor(environment, LongBuffer.wrap(labels), new long[] {BATCH}));
    }

    private Map<String, OnnxTensor> zeros(OrtSession session) throws Exception {
        Map<String, OnnxTensor> feed = new HashMap<>();
        for (var entry : session.getInputInfo().entrySet()) {
            TensorInfo info = (TensorInfo) entry.getValue().getInfo();
            int elements = (int) info.getNumElements();
            feed.put(entry.getKey(), entry.getKey().equals("labels")
                    ? OnnxTensor.createTensor(environment, LongBuffer.allocate(elements), info.getShape())
                    : OnnxTensor.createTensor(environment, FloatBuffer.allocate(elements), info.getShape()));
        }
        return feed;
    }

    private static Set<String> outputs(OrtSession session, String suffix) {
        return session.getOutputNames().stream().filter(name -> name.endsWith(suffix)).collect(Collectors.toSet());
    }

    private void feedBack(OrtSession.Result result, String suffix, Map<String, OnnxTensor> feed) throws Exception {
        for (var entry : result) {
            if (entry.getKey().endsWith(suffix)) {
                OnnxTensor tensor = (OnnxTensor) entry.getValue();
                feed.put(entry.getKey().substring(0, entry.getKey().length() - suffix.length()),
                        OnnxTensor.createTensor(environment, tensor.getFloatBuffer(), tensor.getInfo().getShape()));
            }
        }
    }
}
