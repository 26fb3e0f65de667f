package io.edgedfa.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.Block;
import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Parameters;
import io.edgedfa.network.weight.Convolution;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelTest {

    /** Such a network may be trained to make images, but no board can compare its output with a label. */
    @Test
    void shouldRefuseANetworkThatTellsNoClassesApart() {
        Network network = new Network(Shape.of(1, 4, 4), List.of(new Block("block1", new Convolution(1, 2, 3, 1, 1), List.of())));
        Parameters parameters = InitialWeights.KAIMING.draw(network, new Random(1));
        assertEquals("the last block's output is [2, 4, 4]; allowed: [classes], one per unit, here [2]",
                assertThrows(IllegalArgumentException.class,
                        () -> new Model("m", 1, network, parameters, new Provenance(Map.of()))).getMessage());
    }
}
