package io.edgedfa.host.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscriminatorsTest {

    @ParameterizedTest
    @CsvSource({"mlp, 201217", "256-128, 233985", "7, 5503"})
    void shouldBeDenseWhenTheFormSaysSo(String name, int parameters) {
        Network network = Discriminators.parse(name, 28, 28);
        assertEquals(Shape.of(784), network.input());
        assertEquals(parameters, network.parameterShapes().values().stream().mapToInt(Shape::elements).sum());
    }

    @Test
    void shouldHalveImagesTwiceWhenConvolutional() {
        Network network = Discriminators.parse("cnn", 28, 21);
        assertEquals(List.of(Shape.of(16, 14, 11), Shape.of(32 * 7 * 6), Shape.of(1)), network.outputShapes());
    }

    @Test
    void shouldSuitTheNetwork() {
        assertEquals("cnn", Discriminators.suiting("conv1-5x5"));
        assertEquals("mlp", Discriminators.suiting("fc1-10"));
    }

    @ParameterizedTest
    @CsvSource({
        "cnn, 1, 784, 'discriminator ''cnn'' takes images of at least 4x4 pixels; the data has 1x784'",
        "rnn, 28, 28, 'discriminator ''rnn'' is unknown; allowed: mlp (256 hidden units), cnn'",
        "10-, 28, 28, 'discriminator ''10-'' is unknown; allowed: '",
        "0-5, 28, 28, 'discriminator ''0-5'': allowed are 1 to 16 hidden blocks of 1 to 65536 units'",
        "1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1, 28, 28, 'discriminator ''1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1'': allowed are 1 to 16'",
    })
    void shouldRefuseInALineWhatItDoesNotKnow(String name, int rows, int columns, String message) {
        String refusal = assertThrows(IllegalArgumentException.class, () -> Discriminators.parse(name, rows, columns)).getMessage();
        assertEquals(message, refusal.substring(0, Math.min(refusal.length(), message.length())));
    }
}
