package io.edgedfa.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
    private final GraphBuilder g = new GraphBuilder("test");

    private Tensor input(String name, int... sizes) {
        return g.input(name, ElementType.FLOAT, Shape.of(sizes));
    }

    private static void assertRefused(String expected, Runnable build) {
        GraphException refusal = assertThrows(GraphException.class, build::run);
        assertEquals(expected, refusal.getMessage());
    }

    @Test
    void shouldNameTensorsAndShapesWhenGemmInnerSizesDiffer() {
        Tensor x = input("x", 64, 784);
        Tensor w = input("w", 785, 1000);
        Tensor b = input("b", 1000);
        assertRefused("Gemm Gemm_1: inner sizes differ: x [64, 784] times w [785, 1000]", () -> g.gemm(x, w, b));
    }

    @Test
    void shouldRefuseWhenGemmBiasDoesNotBroadcastToTheProduct() {
        Tensor x = input("x", 4, 3);
        Tensor w = input("w", 3, 2);
        Tensor b = input("b", 4, 4, 2);
        assertRefused("Gemm Gemm_1: cannot broadcast b [4, 4, 2] to the product's shape [4, 2]", () -> g.gemm(x, w, b));
    }

    @Test
    void shouldRefuseWhenElementWiseShapesDoNotBroadcast() {
        Tensor a = input("a", 2, 3);
        Tensor b = input("b", 2, 4);
        assertRefused("Add Add_1: cannot broadcast a [2, 3] with b [2, 4]", () -> g.add(a, b));
    }

    @Test
    void shouldRefuseWhenMatMulInnerSizesDiffer() {
        Tensor a = input("a", 2, 3);
        assertRefused("MatMul MatMul_1: inner sizes differ or not matrices: a [2, 3] times a [2, 3]", () -> g.matmul(a, a));
    }

    @Test
    void shouldRefuseWhenReshapeChangesTheNumberOfElements() {
        Tensor a = input("a", 2, 3);
        assertRefused("Reshape Reshape_1: a [2, 3] does not have the elements of [7]", () -> g.reshape(a, Shape.of(7)));
    }

    @Test
    void shouldRefuseWhenReducedAxisDoesNotExist() {
        Tensor a = input("a", 2, 3);
        assertRefused("ReduceSum ReduceSum_1: a [2, 3] has no axis 2", () -> g.reduceSum(a, 2));
    }

    @Test
    void shouldRefuseWhenOneHotGetsFloats() {
        Tensor a = input("a", 2);
        assertRefused("OneHot OneHot_1: takes an INT64 vector, got a [2] of FLOAT", () -> g.oneHot(a, 3));
    }

    @Test
    void shouldRefuseWhenUpdateHasAnotherShape() {
        Tensor w = g.state("w", Shape.of(3));
        Tensor v = g.tanh(input("x", 4));
        assertRefused("update of w [3] with Tanh_1 [4]: shapes differ", () -> g.update(w, v));
    }

    @Test
    void shouldRefuseWhenANameIsTaken() {
        input("x", 1);
        assertRefused("graph test: the name 'x' is blank or taken", () -> input("x", 2));
    }

    @Test
    void shouldRefuseWhenATensorIsOfAnotherGraph() {
        Tensor foreign = new GraphBuilder("other").input("z", ElementType.FLOAT, Shape.of(1));
        assertRefused("Tanh: z [1] is not of graph test", () -> g.tanh(foreign));
    }

    @Test
    void shouldLeaveOutNodesThatNothingNeeds() {
        Tensor x = input("x", 2);
        g.relu(x);
        g.output("y", g.tanh(x));
        assertEquals(List.of(Operator.TANH), g.build().nodes().stream().map(Node::operator).toList());
    }

    @Test
    void shouldRenameTheProducerWhenAnOutputIsDeclared() {
        Tensor x = input("x", 2);
        Tensor y = g.tanh(x);
        g.output("y", y);
        g.output("z", g.neg(y));
        Graph graph = g.build();
        assertEquals(List.of("y", "z"), graph.outputs().stream().map(Tensor::name).toList());
        assertEquals("y", graph.nodes().get(1).inputs().get(0).name());
    }

    @Test
    void shouldKeepTheSymbolicBatchWhenItMeetsAVector() {
        Tensor x = g.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
        Tensor w = g.state("w", Shape.of(3, 5));
        Tensor b = g.state("b", Shape.of(5));
        assertEquals("[batch, 5]", g.gemm(x, w, b).shape().toString());
    }

    @Property
    void shouldInferTheProductOfTransposedMatrices(
            @ForAll @IntRange(min = 1, max = 97) int k,
            @ForAll @IntRange(min = 1, max = 97) int m,
            @ForAll @IntRange(min = 1, max = 97) int n) {
        GraphBuilder own = new GraphBuilder("property");
        Tensor a = own.input("a", ElementType.FLOAT, Shape.of(k, m));
        Tensor b = own.input("b", ElementType.FLOAT, Shape.of(k, n));
        assertEquals(Shape.of(m, n), own.gemmTransA(a, b).shape());
        assertEquals(own.gemmTransA(a, b).shape(), own.matmul(own.transpose(a), b).shape());
    }

    @Property
    void shouldBroadcastTheSameWayInBothOrders(
            @ForAll @IntRange(min = 1, max = 3) int p,
            @ForAll @IntRange(min = 1, max = 3) int q,
            @ForAll @IntRange(min = 1, max = 3) int r) {
        GraphBuilder own = new GraphBuilder("property");
        Tensor a = own.input("a", ElementType.FLOAT, Shape.of(p, q));
        Tensor b = own.input("b", ElementType.FLOAT, Shape.of(r));
        boolean fits = q == r || q == 1 || r == 1;
        if (fits) {
            assertEquals(Shape.of(p, Math.max(q, r)), own.mul(a, b).shape());
            assertEquals(own.mul(a, b).shape(), own.mul(b, a).shape());
        } else {
            assertTrue(assertThrows(GraphException.class, () -> own.mul(a, b)).getMessage().contains("cannot broadcast"));
        }
    }

    @Test
    void shouldReadTheNextValueOfAStateTensorInTheSameRun() {
        GraphBuilder g = new GraphBuilder("test");
        Tensor counter = g.state("counter", Shape.SCALAR);
        g.update(counter, g.add(counter, g.scalar(1)));
        g.output("doubled", g.mul(g.next("counter"), g.scalar(2)));
        Graph graph = g.build();
        assertEquals("counter.next", graph.nodes().get(1).inputs().get(0).name());
    }

    @Test
    void shouldRefuseTheNextValueOfWhatIsNotUpdated() {
        GraphBuilder g = new GraphBuilder("test");
        g.state("counter", Shape.SCALAR);
        assertEquals("graph test has no update of counter yet",
                assertThrows(GraphException.class, () -> g.next("counter")).getMessage());
    }
}
