package io.edgedfa.graph.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Operator;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ElementWiseGroupsTest {
    private static final Shape SHAPE = Shape.of(4, 4);

    private final GraphBuilder g = new GraphBuilder("test");
    private final Tensor x = g.input("x", ElementType.FLOAT, SHAPE);

    private static List<List<Operator>> operators(List<ElementWiseGroups.Group> groups) {
        return groups.stream().map(group -> group.nodes().stream().map(Node::operator).toList()).toList();
    }

    private static List<String> names(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::name).toList();
    }

    @Test
    void shouldFindOneGroupWithWhatGoesInAndWhatComesOut() {
        Tensor w = g.state("w", SHAPE);
        Tensor rate = g.input("rate", ElementType.FLOAT, Shape.SCALAR);
        Tensor step = g.mul(x, rate);
        g.update(w, g.sub(w, step));
        List<ElementWiseGroups.Group> groups = ElementWiseGroups.of(g.build(), 16);
        assertEquals(List.of(List.of(Operator.MUL, Operator.SUB)), operators(groups));
        assertEquals(List.of("x", "w"), names(groups.get(0).inputs()));
        assertEquals(List.of("w.next"), names(groups.get(0).outputs()));
        assertEquals(SHAPE, groups.get(0).shape());
    }

    @Test
    void shouldKeepWhatIsReadOutsideAmongTheOutputs() {
        Tensor a = g.tanh(x);
        Tensor b = g.neg(a);
        g.output("sum", g.sumAll(a));
        g.output("b", b);
        assertEquals(List.of(a.name(), "b"), names(ElementWiseGroups.of(g.build(), 16).get(0).outputs()));
    }

    @Test
    void shouldLeaveOutTensorsThatAreSmall() {
        g.output("y", g.neg(g.tanh(x)));
        Graph graph = g.build();
        assertEquals(List.of(), ElementWiseGroups.of(graph, 17));
        assertEquals(1, ElementWiseGroups.of(graph, 16).size());
    }

    @Test
    void shouldLeaveOutSingleNodesAndUnknownBatches() {
        Tensor free = g.input("free", ElementType.FLOAT, Shape.of(Shape.BATCH, 64));
        g.output("alone", g.tanh(x));
        g.output("y", g.neg(g.tanh(free)));
        assertEquals(List.of(), ElementWiseGroups.of(g.build(), 1));
    }

    /** A row is not read element by element; a single value with two axes would give a piece, a vector, two axes as well. */
    @Test
    void shouldLeaveOutNodesThatBroadcastMoreThanASingleValue() {
        for (Shape other : List.of(Shape.of(4), Shape.of(1, 1))) {
            g.output("y" + other, g.neg(g.add(g.tanh(x), g.input("with" + other, ElementType.FLOAT, other))));
        }
        assertEquals(List.of(), ElementWiseGroups.of(g.build(), 16));
    }

    @Test
    void shouldTakeNodesThatBroadcastASingleValue() {
        g.output("y", g.neg(g.add(g.tanh(x), g.input("one", ElementType.FLOAT, Shape.of(1)))));
        assertEquals(List.of(List.of(Operator.TANH, Operator.ADD, Operator.NEG)), operators(ElementWiseGroups.of(g.build(), 16)));
    }

    /** tanh -> product -> sum with tanh: as one node, that would wait for the product, which waits for it. */
    @Test
    void shouldSplitWhenAPathLeavesAndComesBack() {
        Tensor a = g.neg(g.tanh(x));
        Tensor product = g.matmul(a, a);
        g.output("y", g.neg(g.add(a, product)));
        List<ElementWiseGroups.Group> groups = ElementWiseGroups.of(g.build(), 16);
        assertEquals(List.of(List.of(Operator.TANH, Operator.NEG), List.of(Operator.ADD, Operator.NEG)), operators(groups));
    }

    /**
     * Two groups over different shapes, joined by reshapes both ways: each is convex, together they are a cycle.
     */
    @Test
    void shouldFindNoGroupsThatNeedEachOther() {
        Tensor y = g.input("y", ElementType.FLOAT, Shape.of(16));
        Tensor a1 = g.tanh(x);
        Tensor b1 = g.tanh(y);
        Tensor a2 = g.add(a1, g.reshape(b1, SHAPE));
        Tensor b2 = g.add(b1, g.reshape(a1, Shape.of(16)));
        g.output("a", a2);
        g.output("b", b2);
        Graph graph = g.build();
        assertHasOrder(graph, ElementWiseGroups.of(graph, 16));
    }

    @Test
    void shouldFindOneGroupPerLargeTensorInAUpdateOfMoments() {
        for (String name : List.of("v", "w")) {
            Tensor state = g.state(name, SHAPE);
            g.update(state, g.add(g.mul(state, g.scalar(0.9)), g.matmul(x, x)));
        }
        assertEquals(List.of(List.of(Operator.MUL, Operator.ADD), List.of(Operator.MUL, Operator.ADD)),
                operators(ElementWiseGroups.of(g.build(), 16)));
    }

    /** Random graphs over two shapes: element-wise nodes, products and reshapes, some of them outputs. */
    @Property(tries = 500)
    void shouldLeaveAnOrderWhenEachGroupRunsAsOne(@ForAll @IntRange(min = 2, max = 40) int nodes, @ForAll long seed) {
        GraphBuilder own = new GraphBuilder("random");
        Random random = new Random(seed);
        List<Tensor> squares = new ArrayList<>(List.of(own.input("x", ElementType.FLOAT, SHAPE)));
        List<Tensor> vectors = new ArrayList<>(List.of(own.input("y", ElementType.FLOAT, Shape.of(16))));
        for (int i = 0; i < nodes; i++) {
            List<Tensor> pool = random.nextBoolean() ? squares : vectors;
            List<Tensor> other = pool == squares ? vectors : squares;
            Tensor a = pool.get(random.nextInt(pool.size()));
            Tensor b = pool.get(random.nextInt(pool.size()));
            switch (random.nextInt(6)) {
                case 0, 1 -> pool.add(own.add(a, b));
                case 2 -> pool.add(own.mul(own.tanh(a), own.scalar(2)));
                case 3 -> squares.add(own.matmul(squares.get(random.nextInt(squares.size())), squares.get(0)));
                default -> other.add(own.reshape(a, other.get(0).shape()));
            }
        }
        own.output("squares", squares.get(squares.size() - 1));
        own.output("vectors", vectors.get(vectors.size() - 1));
        own.output("one", squares.get(random.nextInt(squares.size())));
        Graph graph = own.build();
        assertHasOrder(graph, ElementWiseGroups.of(graph, 16));
    }

    /** Runs groups and single nodes as soon as all they read is there, until nothing is left. */
    private static void assertHasOrder(Graph graph, List<ElementWiseGroups.Group> groups) {
        List<List<Node>> waiting = new ArrayList<>(groups.stream().map(ElementWiseGroups.Group::nodes).toList());
        Set<Node> grouped = new HashSet<>();
        for (List<Node> group : waiting) {
            assertTrue(group.size() > 1, "a group of one");
            assertTrue(grouped.addAll(group), "a node in two groups");
        }
        graph.nodes().stream().filter(node -> !grouped.contains(node)).forEach(node -> waiting.add(List.of(node)));
        Set<Tensor> there = new HashSet<>(graph.inputs());
        there.addAll(graph.state());
        there.addAll(graph.constants().keySet());
        boolean ran = true;
        while (ran) {
            ran = waiting.removeIf(unit -> run(unit, there));
        }
        assertEquals(List.of(), waiting);
    }

    private static boolean run(List<Node> unit, Set<Tensor> there) {
        Set<Tensor> own = new HashSet<>(unit.stream().map(Node::output).toList());
        boolean ready = unit.stream().flatMap(node -> node.inputs().stream()).allMatch(t -> there.contains(t) || own.contains(t));
        if (ready) {
            there.addAll(own);
        }
        return ready;
    }
}
