package io.edgedfa.learning;

import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Layer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Backpropagation through dense blocks and every activation against central differences. */
class GradientCheckTest {

    static Stream<Arguments> cases() {
        return TrainingFixture.ENGINES.stream().flatMap(engine -> Stream.of(
                Arguments.of(engine, "tanh", "identity", "cross-entropy"),
                Arguments.of(engine, "relu", "identity", "cross-entropy"),
                Arguments.of(engine, "leaky-relu:0.125", "identity", "cross-entropy"),
                Arguments.of(engine, "sigmoid", "identity", "cross-entropy"),
                Arguments.of(engine, "sigmoid:2.5", "identity", "cross-entropy"),
                Arguments.of(engine, "identity", "identity", "cross-entropy"),
                Arguments.of(engine, "tanh", "identity", "squared-error"),
                Arguments.of(engine, "tanh", "tanh", "squared-error"),
                Arguments.of(engine, "relu", "sigmoid", "squared-error"),
                Arguments.of(engine, "sigmoid:2.5", "sigmoid:2.5", "squared-error"),
                Arguments.of(engine, "sigmoid", "relu", "squared-error"),
                Arguments.of(engine, "leaky-relu:0.125", "leaky-relu:0.125", "squared-error")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMatchFiniteDifferencesWhenBackpropagating(String engine, String hidden, String output, String loss) {
        Network network = Network.dense(List.of(5, 7, 3, 4), Layer.activation(hidden), Layer.activation(output));
        GradientCheck.assertMatches(engine, network, Reference.dense(hidden, output), loss);
    }
}
