package io.edgedfa.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.network.layer.Layer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialWeightsTest {

    @ParameterizedTest
    @CsvSource({"kaiming, tanh, 0.28868", "kaiming, relu, 0.24495", "kaiming, relu6, 0.24495", "kaiming, hard-swish, 0.24495", "kaiming, sigmoid, 0.17321", "framework, tanh, 0.1"})
    void shouldFillBoundOfActivation(String init, String activation, double bound) {
        float[] weights = draw(init, activation).values().get("block1.weight");
        float largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        assertTrue(largest <= bound + 1e-5, "largest " + largest);
        assertEquals(bound, largest, 0.01 * bound);
    }

    @Test
    void shouldUseNoGainForLastBlockWhenItEndsInLogits() {
        for (float weight : draw("kaiming", "tanh").values().get("block2.weight")) {
            assertTrue(Math.abs(weight) <= Math.sqrt(3.0 / 50) + 1e-6);
        }
    }

    @Test
    void shouldStartBiasesAtZeroWhenKaiming() {
        assertArrayEquals(new float[50], draw("kaiming", "tanh").values().get("block1.bias"));
    }

    private static Parameters draw(String init, String activation) {
        Network network = Network.dense(List.of(100, 50, 10), Layer.activation(activation), List.of());
        return InitialWeights.named(init).draw(network, new Random(1));
    }
}
