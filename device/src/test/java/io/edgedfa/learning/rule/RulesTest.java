package io.edgedfa.learning.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which feedback rules have, by name, on a network of three blocks: 2x8x8 -> conv 5, pool -> dense 40 -> 10 classes. */
class RulesTest {
    private static final Network NETWORK = new Network(Shape.of(2, 8, 8), List.of(
            new Block("one", new Convolution(2, 5, 3, 1, 1), List.of(new Tanh(), new MaxPool(2), new Flatten())),
            new Block("two", new Dense(80, 40), List.of(new Tanh())),
            new Block("three", new Dense(40, 10), List.of())));

    private static List<FeedbackTensor> feedback(String rule, String feedback, long seed) {
        LearningRule named = Rules.named(rule, feedback, NETWORK, new Random(seed));
        assertEquals(rule, named.name());
        List<? extends FeedbackMatrix> matrices = named instanceof FeedbackAlignment fa ? fa.feedback()
                : named instanceof DirectFeedbackAlignment dfa ? dfa.feedback()
                : named instanceof IndirectFeedbackAlignment ifa ? ifa.first().feedback() : ((SignSymmetry) named).magnitudes();
        return matrices.stream().map(FeedbackTensor.class::cast).toList();
    }

    private static List<Shape> shapes(String rule) {
        return feedback(rule, "default", 1).stream().map(FeedbackTensor::shape).toList();
    }

    @Test
    void shouldShapeLayerwiseFeedbackAsTheLaterWeights() {
        assertEquals(List.of(Shape.of(80, 40), Shape.of(40, 10)), shapes("fa"));
        assertEquals(List.of(Shape.of(80, 40), Shape.of(40, 10)), shapes("sign-symmetry"));
        assertEquals(List.of("two.feedback", "three.feedback"), feedback("fa", "default", 1).stream().map(FeedbackTensor::name).toList());
    }

    @Test
    void shouldShapeDirectFeedbackAsClassesTimesTheValuesOfABlocksOutput() {
        assertEquals(List.of(Shape.of(10, 80), Shape.of(10, 40)), shapes("dfa"));
        assertEquals(List.of(Shape.of(10, 80), Shape.of(10, 40)), shapes("sparse-dfa"));
        assertEquals(List.of("one.feedback", "two.feedback"), feedback("dfa", "default", 1).stream().map(FeedbackTensor::name).toList());
        assertEquals(List.of(Shape.of(10, 80)), shapes("ifa"));
    }

    /** Scaled as the forward weights it stands for: uniform up to sqrt(6 / inputs), orthogonal columns sqrt(2) long. */
    @ParameterizedTest
    @CsvSource({"kaiming-uniform, uniform, uniform", "orthogonal, orthogonal, orthogonal", "orthogonal-kaiming, orthogonal, uniform",
        "orthogonal-sparse, orthogonal, sparse", "orthogonal-sparse:0.9, orthogonal, sparse", "default, uniform, uniform"})
    void shouldDrawHiddenAndLastFeedbackAsTheNameSays(String name, String hidden, String last) {
        List<FeedbackTensor> feedback = feedback("fa", name, 3);
        assertEquals(hidden, kind(feedback.get(0)));
        assertEquals(last, kind(feedback.get(1)));
    }

    private static String kind(FeedbackTensor tensor) {
        float[] values = tensor.values();
        for (float value : values) {
            if (value == 0) {
                return "sparse";
            }
        }
        int columns = tensor.shape().size(1);
        double[] products = new double[2];
        for (int i = 0; i < values.length; i += columns) {
            products[0] += values[i] * values[i];
            products[1] += values[i] * values[i + 1];
        }
        if (Math.abs(products[0] - 2) < 1e-5 && Math.abs(products[1]) < 1e-5) {
            return "orthogonal";
        }
        double bound = Math.sqrt(6.0 / tensor.shape().size(0));
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest <= bound * (1 + 1e-6) && largest > 0.97 * bound ? "uniform" : "unknown, up to " + largest;
    }

    /** Each column of the matrix from the outputs back to the inputs, so each row of the stored weight: 9 of 10 are zeros. */
    @Test
    void shouldPutTheZerosOfSparseFeedbackOnWhatComesBackToOneUnit() {
        float[] last = feedback("fa", "orthogonal-sparse:0.9", 3).get(1).values();
        for (int unit = 0; unit < 40; unit++) {
            assertEquals(1, nonZeros(last, unit * 10, 1, 10), "unit " + unit);
        }
    }

    @Test
    void shouldConnectEveryUnitToOneClassWhenSparseByDefault() {
        for (FeedbackTensor tensor : feedback("sparse-dfa", "default", 3)) {
            int units = tensor.shape().size(1);
            for (int unit = 0; unit < units; unit++) {
                assertEquals(1, nonZeros(tensor.values(), unit, units, 10), tensor.name() + " unit " + unit);
            }
        }
    }

    @Test
    void shouldHaveTheShareOfZerosThatIsAskedForWhenSparse() {
        float[] values = feedback("sparse-dfa", "sparse:0.7", 3).get(1).values();
        for (int unit = 0; unit < 40; unit++) {
            assertEquals(3, nonZeros(values, unit, 40, 10), "unit " + unit);
        }
    }

    private static int nonZeros(float[] values, int first, int step, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += values[first + i * step] == 0 ? 0 : 1;
        }
        return found;
    }

    /** He's bound for fan-in 40, the values of a block's output: sqrt(6 / 40). */
    @Test
    void shouldBoundDirectFeedbackByTheUnitsItReaches() {
        float[] values = feedback("dfa", "default", 1).get(1).values();
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertEquals(Math.sqrt(6.0 / 40), largest, 0.01 * largest);
        assertTrue(largest <= Math.sqrt(6.0 / 40) * (1 + 1e-6));
    }

    @Test
    void shouldHaveOneMagnitudePerBlockByItsFansWhenUnitSignSymmetric() {
        List<FeedbackTensor> magnitudes = feedback("sign-symmetry-unit", "default", 1);
        assertEquals(Shape.SCALAR, magnitudes.get(0).shape());
        assertEquals(Math.sqrt(2.0 / (80 + 40)), magnitudes.get(0).values()[0], 1e-7);
        assertEquals(Math.sqrt(2.0 / (40 + 10)), magnitudes.get(1).values()[0], 1e-7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa", "dfa", "sparse-dfa", "ifa", "sign-symmetry"})
    void shouldDrawTheSameFeedbackFromTheSameSeed(String rule) {
        List<FeedbackTensor> one = feedback(rule, "default", 5);
        List<FeedbackTensor> two = feedback(rule, "default", 5);
        for (int i = 0; i < one.size(); i++) {
            assertArrayEquals(one.get(i).values(), two.get(i).values());
            assertFalse(Arrays.equals(one.get(i).values(), feedback(rule, "default", 6).get(i).values()));
        }
    }

    @Test
    void shouldListTheKnownRulesWhenTheNameIsUnknown() {
        assertRefused("rule 'hebb' is unknown; allowed: bp, fa, dfa, sparse-dfa, ifa, sign-symmetry, sign-symmetry-unit", "hebb", "default");
    }

    @Test
    void shouldListTheKnownFeedbackWhenTheNameIsUnknown() {
        assertRefused("feedback 'cauchy' is unknown; allowed: kaiming-uniform, orthogonal, orthogonal-kaiming, orthogonal-sparse,"
                + " orthogonal-sparse:SHARE, regenerated, default, lecun, xavier, he, framework, sparse, sparse:SHARE, zeros", "fa", "cauchy");
    }

    @Test
    void shouldSayWhyAShareOfZerosIsNotPossible() {
        assertRefused("feedback 'sparse:2' is not possible: share 2.0 of zeros must be at least 0 and below 1", "dfa", "sparse:2");
    }

    @Test
    void shouldRefuseFeedbackWithoutZerosWhenTheRuleIsSparse() {
        assertRefused("feedback 'orthogonal' is not for rule sparse-dfa; allowed: default (one connection per unit), sparse,"
                + " sparse:SHARE", "sparse-dfa", "orthogonal");
    }

    private static void assertRefused(String message, String rule, String feedback) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> Rules.named(rule, feedback, NETWORK, new Random(1))).getMessage());
    }
}
