package io.edgedfa.host.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Engines;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The step's gradients against finite differences of an independent model, and the engines against each other. */
class AdversarialStepTest {
    private static final int BATCH = 3;
    private static final float RATE = 0.01f;
    /** Of the finite differences, whose third derivatives and single-precision steps count. */
    private static final double TOLERANCE = 2e-5;

    private static final Network GENERATOR = generator("fc1-4", 6);
    private static final Network DISCRIMINATOR = Discriminators.parse("5", 2, 3);

    private static Network generator(String net, int features) {
        return Mirror.of(net, Nets.parse(net, features, 3, "tanh", new SoftmaxCrossEntropy()));
    }

    /** What a step left, and what it gave. */
    private record Stepped(Map<String, float[]> state, Map<String, Double> outputs) {}

    private static Map<String, float[]> start(Network generator, Network discriminator) {
        Map<String, float[]> start = new LinkedHashMap<>(InitialWeights.FRAMEWORK.draw(generator, new Random(5)).values());
        start.putAll(InitialWeights.FRAMEWORK.draw(discriminator, new Random(6)).values());
        return start;
    }

    private static float[] inputs(int count) {
        float[] inputs = new float[count];
        for (int i = 0; i < count; i++) {
            inputs[i] = (float) (0.5 + 0.5 * Math.sin(1.3 * i));
        }
        return inputs;
    }

    private static Stepped step(String name, Network generator, Network discriminator, double reconstruction, int steps) {
        Graph graph = AdversarialStep.of(generator, discriminator, reconstruction, BATCH);
        State state = new State(graph.state());
        state.set(start(generator, discriminator));
        try (Engine engine = Engines.open(name, 1); Program program = engine.compile(graph, state)) {
            program.floats(AdversarialStep.FEATURES).put(0, inputs(BATCH * generator.inputs()));
            program.floats(AdversarialStep.LEARNING_RATE).put(0, RATE);
            program.floats(AdversarialStep.DISCRIMINATOR_LEARNING_RATE).put(0, 3 * RATE);
            for (int i = 0; i < steps; i++) {
                program.run();
            }
            Map<String, Double> outputs = new HashMap<>();
            AdversarialStep.OUTPUTS.forEach(output -> outputs.put(output, (double) program.floats(output).get(0)));
            return new Stepped(state.get(state.names()), outputs);
        }
    }

    private static AdversarialReference reference(double reconstruction) {
        float[] flat = inputs(BATCH * 6);
        double[][] rows = new double[BATCH][6];
        for (int i = 0; i < flat.length; i++) {
            rows[i / 6][i % 6] = flat[i];
        }
        return new AdversarialReference(rows, reconstruction);
    }

    private static Map<String, float[]> copy(Map<String, float[]> parameters) {
        Map<String, float[]> copy = new LinkedHashMap<>();
        parameters.forEach((name, values) -> copy.put(name, values.clone()));
        return copy;
    }

    /** What Adam keeps as the first moment after one step is the gradient itself. */
    @ParameterizedTest
    @ValueSource(strings = {"ort", "nd4j"})
    void shouldGiveTheDiscriminatorTheGradientOfItsLossOverRealAndGeneratedInputs(String engine) {
        Map<String, float[]> before = start(GENERATOR, DISCRIMINATOR);
        AdversarialReference reference = reference(0.3);
        Stepped stepped = step(engine, GENERATOR, DISCRIMINATOR, 0.3, 1);
        for (String name : DISCRIMINATOR.parameterShapes().keySet()) {
            float[] gradient = stepped.state.get(name + ".moment1");
            for (int i = 0; i < gradient.length; i++) {
                assertEquals(AdversarialReference.difference(reference::discriminatorLoss, before, name, i), gradient[i], TOLERANCE,
                        name + "[" + i + "]");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ort, 0", "ort, 0.3", "ort, 1", "nd4j, 0", "nd4j, 0.3", "nd4j, 1"})
    void shouldGiveTheGeneratorTheGradientAgainstTheDiscriminatorThatHasJustLearned(String engine, double reconstruction) {
        Stepped stepped = step(engine, GENERATOR, DISCRIMINATOR, reconstruction, 1);
        Map<String, float[]> between = start(GENERATOR, DISCRIMINATOR);
        DISCRIMINATOR.parameterShapes().keySet().forEach(name -> between.put(name, stepped.state.get(name).clone()));
        AdversarialReference reference = reference(reconstruction);
        for (String name : GENERATOR.parameterShapes().keySet()) {
            float[] gradient = stepped.state.get(name + ".moment1");
            for (int i = 0; i < gradient.length; i++) {
                assertEquals(AdversarialReference.difference(reference::generatorLoss, between, name, i), gradient[i], TOLERANCE,
                        name + "[" + i + "]");
            }
        }
    }

    /** Adam's first step is the rate, in the direction of the gradient's sign, where the gradient is not tiny. */
    @ParameterizedTest
    @ValueSource(strings = {"ort", "nd4j"})
    void shouldMoveEachSideByItsOwnRate(String engine) {
        Map<String, float[]> before = start(GENERATOR, DISCRIMINATOR);
        Stepped stepped = step(engine, GENERATOR, DISCRIMINATOR, 0.3, 1);
        for (String name : before.keySet()) {
            double rate = name.startsWith("discriminator") ? 3 * RATE : RATE;
            float[] gradient = stepped.state.get(name + ".moment1");
            for (int i = 0; i < gradient.length; i++) {
                if (Math.abs(gradient[i]) > 1e-4) {
                    assertEquals(-rate * Math.signum(gradient[i]), stepped.state.get(name)[i] - before.get(name)[i], 1e-5, name);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ort", "nd4j"})
    void shouldMeasureBothLossesAndTheReconstructionError(String engine) {
        Map<String, float[]> before = start(GENERATOR, DISCRIMINATOR);
        AdversarialReference reference = reference(0.3);
        Stepped stepped = step(engine, GENERATOR, DISCRIMINATOR, 0.3, 1);
        assertEquals(reference.discriminatorLoss(before), stepped.outputs.get(AdversarialStep.DISCRIMINATOR_LOSS), 1e-6);
        assertEquals(reference.squaredDistance(before) / 6, stepped.outputs.get(AdversarialStep.RECONSTRUCTION_ERROR), 1e-6);
        Map<String, float[]> between = copy(before);
        DISCRIMINATOR.parameterShapes().keySet().forEach(name -> between.put(name, stepped.state.get(name)));
        assertEquals(reference.adversarialLoss(between), stepped.outputs.get(AdversarialStep.GENERATOR_LOSS), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ort", "nd4j"})
    void shouldCountWhatIsTakenForRealAndMeasureTheDiversity(String engine) {
        Map<String, float[]> before = start(GENERATOR, DISCRIMINATOR);
        Stepped stepped = step(engine, GENERATOR, DISCRIMINATOR, 0.3, 1);
        double[][] real = reference(0.3).inputs();
        double[][] generated = new double[BATCH][];
        int realTaken = 0;
        int generatedTaken = 0;
        for (int row = 0; row < BATCH; row++) {
            generated[row] = AdversarialReference.generated(before, real[row]);
            realTaken += AdversarialReference.logit(before, real[row]) > 0 ? 1 : 0;
            generatedTaken += AdversarialReference.logit(before, generated[row]) > 0 ? 1 : 0;
        }
        assertEquals(realTaken, stepped.outputs.get(AdversarialStep.REAL_TAKEN));
        assertEquals(generatedTaken, stepped.outputs.get(AdversarialStep.GENERATED_TAKEN));
        assertEquals(pairwise(generated) / pairwise(real), stepped.outputs.get(AdversarialStep.DIVERSITY), 1e-5);
    }

    /** The sum of squared distances of all pairs, which is proportional to the variance. */
    private static double pairwise(double[][] rows) {
        double sum = 0;
        for (double[] a : rows) {
            for (double[] b : rows) {
                for (int i = 0; i < a.length; i++) {
                    sum += (a[i] - b[i]) * (a[i] - b[i]);
                }
            }
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"fc2-7, 5-3", "fc2-7, cnn", "conv2-3-fc6, cnn", "conv2-3-fc6, 9"})
    void shouldEndInTheSameStateOnBothEngines(String net, String discriminator) {
        Network generator = generator(net, 64);
        Network other = Discriminators.parse(discriminator, 8, 8);
        Stepped ort = step("ort", generator, other, 0.3, 2);
        Stepped nd4j = step("nd4j", generator, other, 0.3, 2);
        // Moments are sums of gradients: they show rounding itself, weights only which way it was rounded.
        ort.state.forEach((name, values) -> {
            if (name.endsWith(".moment1")) {
                assertArrayEquals(values, nd4j.state.get(name), 2e-4f, name);
            }
        });
        ort.outputs.forEach((name, value) -> assertEquals(value, nd4j.outputs.get(name), 1e-3, name));
    }

    /** A state may have one parity only: every tensor with two buffers must be updated by every program that updates any. */
    @Test
    void shouldUpdateEveryStateTensor() {
        Graph graph = AdversarialStep.of(GENERATOR, DISCRIMINATOR, 0.3, BATCH);
        Set<Tensor> kept = new HashSet<>(graph.state());
        kept.removeAll(graph.updates().keySet());
        assertEquals(Set.of(), kept);
        assertEquals(List.of("discriminator.adam.steps", "generator.adam.steps"),
                graph.state().stream().map(Tensor::name).filter(name -> name.endsWith("adam.steps")).toList());
    }
}
