package io.edgedfa.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.Residual;
import io.edgedfa.network.weight.Dense;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks that are no chain: which blocks may take which outputs. */
class WiringTest {
    private static Block block(String name, String source, Layer... after) {
        return new Block(name, new Dense(4, 4), List.of(after), source);
    }

    private static Network network(Block... blocks) {
        return new Network(Shape.of(4), List.of(blocks));
    }

    private static String refusal(Block... blocks) {
        return assertThrows(IllegalArgumentException.class, () -> network(blocks)).getMessage();
    }

    @Test
    void shouldAcceptASkipAndAProjection() {
        assertFalse(network(block("a", null), block("b", null), block("c", "a", new Residual("b"), new Residual(Block.ENTERING))).isChain());
        assertTrue(network(block("a", null), block("b", null)).isChain());
    }

    @Test
    void shouldRefuseABlockThatIsNotThereYet() {
        assertEquals("block a takes the output of 'b'; allowed: an earlier block, here []", refusal(block("a", "b"), block("b", null)));
        assertEquals("block b takes the output of 'b'; allowed: an earlier block, here [a]",
                refusal(block("a", null), block("b", null, new Residual("b"))));
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        assertEquals("block name 'a' is empty or taken", refusal(block("a", null), block("a", null)));
        assertEquals("block name '' is empty or taken", refusal(block("", null)));
    }

    @Test
    void shouldRefuseABlockWhoseOutputNobodyTakes() {
        assertEquals("the output of block b is not taken by any block", refusal(block("a", null), block("b", null), block("c", "a")));
    }

    @Test
    void shouldRefuseToAddWhatHasAnotherShape() {
        String message = refusal(new Block("a", new Dense(4, 3), List.of()), new Block("b", new Dense(3, 4), List.of(new Residual("a"))));
        assertTrue(message.contains("cannot broadcast"), message);
    }
}
