package io.edgedfa.engine.cuda.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.EngineException;
import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Fragment;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans: which launches, in which order, over which memory. */
class LoweringTest {

    static Stream<Graph> steps() {
        return TrainingSteps.all();
    }

    private static List<String> names(Set<Storage> storages) {
        return storages.stream().map(Storage::name).sorted().toList();
    }

    private static List<Launch.Kernel> kernels(Plan plan) {
        return plan.launches().stream().filter(Launch.Kernel.class::isInstance).map(Launch.Kernel.class::cast).toList();
    }

    private static List<Launch.Product> products(Plan plan) {
        return plan.launches().stream().filter(Launch.Product.class::isInstance).map(Launch.Product.class::cast).toList();
    }

    @Test
    void shouldReadAndWriteAWeightAndItsMomentsOnceInOneKernelOfAdam() {
        Plan plan = Lowering.plan(List.of(TrainingSteps.dense("dfa", "adam")));
        List<Launch.Kernel> touching = kernels(plan).stream().filter(kernel -> names(kernel.writes()).contains("block1.weight")).toList();
        assertEquals(1, touching.size());
        Launch.Kernel adam = touching.get(0);
        List<String> own = List.of("block1.weight", "block1.weight.moment1", "block1.weight.moment2");
        assertTrue(names(adam.reads()).containsAll(own) && names(adam.writes()).containsAll(own), adam.toString());
        for (String name : own) {
            assertEquals(1, kernels(plan).stream().filter(kernel -> names(kernel.writes()).contains(name)).count(), name);
        }
    }

    @Test
    void shouldFuseBiasAndActivationIntoOnePassOverTheProduct() {
        GraphBuilder g = new GraphBuilder("layer");
        Tensor x = g.input("x", ElementType.FLOAT, Shape.of(64, 784));
        g.output("h", g.tanh(g.gemm(x, g.state("w", Shape.of(784, 100)), g.state("b", Shape.of(100)))));
        Plan plan = Lowering.plan(List.of(g.build()));
        assertEquals(1, products(plan).size());
        assertEquals(1, kernels(plan).size());
        assertEquals(List.of("Gemm_1.product", "b"), names(kernels(plan).get(0).reads()));
        assertEquals(List.of("h"), names(kernels(plan).get(0).writes()));
    }

    @Test
    void shouldMakePatchesOfImagesInOneKernelWithoutWhatIsBetween() {
        GraphBuilder g = new GraphBuilder("patches");
        Tensor x = g.input("x", ElementType.FLOAT, Shape.of(8, 1, 28, 28));
        g.output("y", g.conv(x, g.state("w", Shape.of(4, 1, 5, 5)), null, Window.square(5, 1, 2)));
        Plan plan = Lowering.plan(List.of(g.build()));
        assertEquals(List.of("x"), names(kernels(plan).get(0).reads()));
        assertEquals(1, products(plan).size());
        assertEquals(2, kernels(plan).size());
    }

    @Test
    void shouldAddAGradientStepToTheWeightInTheProductItself() {
        Plan plan = Lowering.plan(List.of(TrainingSteps.dense("dfa", "sgd")));
        assertEquals(3, products(plan).stream().filter(product -> product.beta() == 1 && product.out().name().endsWith(".weight")).count());
    }

    /** Whatever the rule reads of the weights on the way back, updates come after it and need no copy. */
    @ParameterizedTest
    @MethodSource("steps")
    void shouldUpdateAllStateInPlace(Graph step) {
        assertFalse(Lowering.plan(List.of(step)).launches().stream().anyMatch(Launch.Copy.class::isInstance));
    }

    @Test
    void shouldKeepTheOldValueForWhoeverStillReadsIt() {
        GraphBuilder g = new GraphBuilder("turned");
        Tensor s = g.state("s", Shape.of(3, 3));
        g.update(s, g.add(s, g.transpose(s)));
        Plan plan = Lowering.plan(List.of(g.build()));
        assertEquals(new Launch.Copy(kernels(plan).get(0).writes().iterator().next(), plan.tensors().get("s")),
                plan.launches().get(plan.launches().size() - 1));
    }

    /** Nothing is read before it is written, and nothing that is still needed is written over. */
    @ParameterizedTest
    @MethodSource("steps")
    void shouldNeverGiveTwoLivingTemporariesTheSamePlace(Graph step) {
        Plan plan = Lowering.plan(Collections.nCopies(3, step));
        List<Storage> temporaries = new ArrayList<>(plan.offsets().keySet());
        for (Storage one : temporaries) {
            assertTrue(plan.offsets().get(one) % 256 == 0 && plan.offsets().get(one) + one.bytes(3) <= plan.scratch(), one.toString());
            int[] life = life(plan, one);
            assertTrue(plan.launches().get(life[0]).writes().contains(one), one + " is read before it is written");
            for (Storage other : temporaries) {
                int[] otherLife = life(plan, other);
                boolean together = life[0] <= otherLife[1] && otherLife[0] <= life[1];
                boolean apart = plan.offsets().get(one) + one.bytes(3) <= plan.offsets().get(other)
                        || plan.offsets().get(other) + other.bytes(3) <= plan.offsets().get(one);
                assertTrue(one == other || !together || apart, one + " and " + other);
            }
        }
    }

    private static int[] life(Plan plan, Storage storage) {
        int[] life = {-1, -1};
        for (int i = 0; i < plan.launches().size(); i++) {
            Set<Storage> touched = new HashSet<>(plan.launches().get(i).reads());
            touched.addAll(plan.launches().get(i).writes());
            if (touched.contains(storage)) {
                life[0] = life[0] < 0 ? i : life[0];
                life[1] = i;
            }
        }
        return life;
    }

    @ParameterizedTest
    @MethodSource("steps")
    void shouldGiveTheSameTextForTheSameGraphAndAddNothingAtomically(Graph step) {
        Plan plan = Lowering.plan(List.of(step));
        assertEquals(plan.source(), Lowering.plan(List.of(step)).source());
        assertFalse(plan.source().contains("atomic"));
    }

    @Test
    void shouldCutALongThinProductOnlyWhereReplicasDoNotKeepTheCardBusy() {
        GraphBuilder g = new GraphBuilder("thin");
        Tensor a = g.input("a", ElementType.FLOAT, Shape.of(12_544, 800));
        g.output("c", g.gemmTransA(a, g.input("b", ElementType.FLOAT, Shape.of(12_544, 64))));
        Graph graph = g.build();
        Launch.Product alone = products(Lowering.plan(List.of(graph))).get(0);
        assertTrue(alone.parts() > 8 && alone.parts() * alone.k() == 12_544, alone.toString());
        assertEquals(1, products(Lowering.plan(Collections.nCopies(40, graph))).get(0).parts());
    }

    private static Graph scaled(float factor, float... values) {
        GraphBuilder g = new GraphBuilder("scaled");
        Tensor x = g.input("x", ElementType.FLOAT, Shape.of(values.length));
        g.output("y", g.mul(g.mul(x, g.constant("f", Shape.SCALAR, new float[] {factor})), g.constant("c", Shape.of(values.length), values)));
        return g.build();
    }

    @Test
    void shouldStoreAConstantOnceForAllReplicasThatAgreeAndWriteASingleOneIntoTheCode() {
        Plan alike = Lowering.plan(List.of(scaled(2, 1, 2), scaled(2, 1, 2)));
        assertEquals(List.of("c"), names(alike.constants().keySet()));
        assertTrue(alike.constants().keySet().iterator().next().shared());
        Plan differing = Lowering.plan(List.of(scaled(2, 1, 2), scaled(3, 1, 5)));
        assertEquals(List.of("c", "f"), names(differing.constants().keySet()));
        assertTrue(differing.constants().keySet().stream().noneMatch(Storage::shared));
    }

    @Test
    void shouldRunWhatDoesNotDependOnEachOtherInOneKernel() {
        GraphBuilder g = new GraphBuilder("apart");
        g.output("y", g.tanh(g.input("x", ElementType.FLOAT, Shape.of(100))));
        g.output("z", g.neg(g.input("w", ElementType.FLOAT, Shape.of(7))));
        assertEquals(1, Lowering.plan(List.of(g.build())).launches().size());
    }

    @Test
    void shouldRefuseAFrozenBodyAndSayWhatIsAllowed() {
        GraphBuilder g = new GraphBuilder("frozen");
        g.output("y", g.fragment(g.input("x", ElementType.FLOAT, Shape.of(1, 3)), new Fragment() {
            @Override
            public Shape input() {
                return Shape.of(3);
            }

            @Override
            public Shape output() {
                return Shape.of(3);
            }

            @Override
            public Set<String> names() {
                return Set.of();
            }
        }));
        assertTrue(assertThrows(EngineException.class, () -> Lowering.plan(List.of(g.build()))).getMessage()
                .contains("allowed: engine ort, or trainable-from"));
    }
}
