package io.edgedfa.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a builder computes once, and what it keeps apart. */
class GraphBuilderSharingTest {
    private final GraphBuilder g = new GraphBuilder("test");
    private final Tensor x = g.input("x", ElementType.FLOAT, Shape.of(2, 3, 8, 8));

    @Test
    void shouldComputeTheSameOperatorOnTheSameInputsOnce() {
        assertSame(g.tanh(x), g.tanh(x));
        assertSame(g.maxPool(x, Window.square(2, 2, 0)), g.maxPool(x, Window.square(2, 2, 0)));
        assertSame(g.reshape(x, Shape.of(6, 64)), g.reshape(x, Shape.of(6, 64)));
        assertSame(g.leakyRelu(x, 0.1f), g.leakyRelu(x, 0.1f));
        g.output("y", g.add(g.tanh(x), g.tanh(x)));
        assertEquals(List.of(Operator.TANH, Operator.ADD), g.build().nodes().stream().map(Node::operator).toList());
    }

    @Test
    void shouldKeepApartWhatDiffersInAnAttribute() {
        assertNotEquals(g.maxPool(x, Window.square(2, 2, 0)), g.maxPool(x, Window.square(2, 1, 0)));
        assertNotEquals(g.leakyRelu(x, 0.1f), g.leakyRelu(x, 0.2f));
        assertNotEquals(g.reduceSum(x, 0), g.reduceSum(x, 1));
        assertNotEquals(g.gather(x, 1, 0, 1), g.gather(x, 1, 1, 0));
    }

    @Test
    void shouldKeepApartWhatDiffersInTheOrderOfInputs() {
        Tensor y = g.tanh(x);
        assertNotEquals(g.sub(x, y), g.sub(y, x));
    }

    @Test
    void shouldGiveEveryOutputANameOfItsOwnWhenTheSameTensorIsDeclaredTwice() {
        Tensor y = g.tanh(x);
        g.output("a", y);
        g.output("b", y);
        g.output("c", y);
        g.output("d", x);
        assertEquals(List.of("a", "b", "c", "d"), g.build().outputs().stream().map(Tensor::name).toList());
    }

    @Test
    void shouldTakeAConstantOfTheSameValuesAgain() {
        assertSame(g.scalar(0.5), g.scalar(0.5));
        assertEquals(g.constant("c", Shape.of(2), new float[] {1, 2}), g.constant("c", Shape.of(2), new float[] {1, 2}));
    }

    @Test
    void shouldRefuseAConstantsNameForOtherValues() {
        g.constant("c", Shape.of(2), new float[] {1, 2});
        for (Runnable other : List.<Runnable>of(
                () -> g.constant("c", Shape.of(2), new float[] {1, 3}), () -> g.constant("c", Shape.of(1, 2), new float[] {1, 2}))) {
            assertEquals("graph test: the name 'c' is blank or taken", assertThrows(GraphException.class, other::run).getMessage());
        }
    }

    @Test
    void shouldRefuseAConstantWithTooFewValues() {
        assertEquals("constant c [2, 2] needs 4 values, got 3",
                assertThrows(GraphException.class, () -> g.constant("c", Shape.of(2, 2), new float[3])).getMessage());
    }

    @Test
    void shouldPutEveryNodeAfterTheNodesItReadsFrom() {
        Tensor y = g.tanh(x);
        Tensor late = g.neg(x);
        g.output("z", g.add(g.mul(late, y), g.mul(y, late)));
        g.output("y", y);
        Graph graph = g.build();
        Set<Tensor> there = new HashSet<>(graph.inputs());
        for (Node node : graph.nodes()) {
            assertTrue(there.containsAll(node.inputs()), node.name() + " reads " + node.inputs());
            there.add(node.output());
        }
        assertTrue(there.containsAll(graph.outputs()));
    }
}
