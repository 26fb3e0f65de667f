package io.edgedfa.host.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.learning.rule.Feedback;
import io.edgedfa.network.InitialWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainSettingsTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e7, 1e-13})
    void shouldRefuseWhenLearningRateIsOutside(double rate) {
        assertRefused("learning-rate = " + rate + ", allowed: 1e-12 to 1e6", "adam", "dfa", rate, 1, 1, 0, "tanh", "ort");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0, 'batch = 0, allowed: 1 to 65536'", "65537, 1, 0, 'batch = 65537, allowed: 1 to 65536'",
        "1, 0, 0, 'epochs = 0, allowed: 1 to 100000'", "1, 1, -1, 'threads = -1, allowed: 0 to 1024'",
        "1, 1, 1025, 'threads = 1025, allowed: 0 to 1024'"})
    void shouldRefuseWhenCountIsOutside(int batch, int epochs, int threads, String message) {
        assertRefused(message, "adam", "dfa", 1, batch, epochs, threads, "tanh", "ort");
    }

    @ParameterizedTest
    @CsvSource({
        "Adam, dfa, tanh, ort, 'optimizer ''Adam'' is unknown; allowed: sgd, momentum, adam'",
        "adam, bpp, tanh, ort, 'rule ''bpp'' is unknown; allowed: bp, fa, dfa, sparse-dfa, ifa, sign-symmetry, sign-symmetry-unit'",
        "adam, dfa, tan, ort, 'activation ''tan'' is unknown; allowed: tanh, relu, relu6, leaky-relu, leaky-relu:SLOPE, hard-swish, sigmoid, sigmoid:SLOPE, identity'",
        "adam, dfa, sigmoid:0, ort, activation 'sigmoid:0': slope 0.0 of the logistic function must be positive and finite",
        "adam, dfa, tanh, gpu, 'engine ''gpu'' is unknown; allowed: auto, nd4j, ort'",
    })
    void shouldListAllowedWhenNameIsUnknown(String optimizer, String rule, String activation, String engine, String message) {
        assertRefused(message, optimizer, rule, 1, 1, 1, 0, activation, engine);
    }

    @Test
    void shouldRefuseWhenLossIsUnknown() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new TrainSettings(
                "digits", "fc1-2", "dfa", "default", "sgd", 1, 1, 1, 1, "tanh", "kaiming", "hinge", "ort", 0, 0, false));
        assertEquals("loss 'hinge' is unknown; allowed: cross-entropy, squared-error", e.getMessage());
    }

    @Test
    void shouldRefuseWhenInitIsUnknown() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new TrainSettings(
                "digits", "fc1-2", "dfa", "default", "sgd", 1, 1, 1, 1, "tanh", "ones", "cross-entropy", "ort", 0, 0, false));
        assertEquals("init 'ones' is unknown; allowed: " + String.join(", ", InitialWeights.NAMES), e.getMessage());
    }

    @Test
    void shouldRefuseWhenFeedbackIsUnknown() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> TrainSettings.DEFAULTS.but().feedback("ones").build());
        assertEquals("feedback 'ones' is unknown; allowed: " + String.join(", ", Feedback.NAMES), e.getMessage());
    }

    @Test
    void shouldRefuseWhenSamplesAreNegative() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> TrainSettings.DEFAULTS.but().samples(-1).build());
        assertEquals("samples = -1, allowed: 0 to 2147483647", e.getMessage());
    }

    @Test
    void shouldChangeOnlyWhatIsAskedFor() {
        TrainSettings changed = TrainSettings.DEFAULTS.but().data("a").net("fc1-2").rule("fa").feedback("orthogonal").optimizer("sgd")
                .learningRate(0.5).batch(7).epochs(8).seed(9).activation("relu").init("zeros").loss("squared-error").engine("ort")
                .threads(3).samples(11).angles(true).build();
        assertEquals(new TrainSettings("a", "fc1-2", "fa", "orthogonal", "sgd", 0.5, 7, 8, 9, "relu", "zeros", "squared-error", "ort", 3,
                11, true), changed);
        assertEquals(TrainSettings.DEFAULTS, TrainSettings.DEFAULTS.but().build());
    }

    private static void assertRefused(String message, String optimizer, String rule, double rate, int batch, int epochs,
            int threads, String activation, String engine) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new TrainSettings(
                "digits", "fc1-2", rule, "default", optimizer, rate, batch, epochs, 1, activation, "kaiming",
                "cross-entropy", engine, threads, 0, false));
        assertEquals(message, e.getMessage());
    }
}
