package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.cuda.CardMemory;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replicas on a real card. */
class CudaReplicaTest extends ReplicaContractTest {
    @BeforeAll
    static void needACard() {
        Needed.card();
    }

    @Override
    ReplicaEngine open() {
        return (ReplicaEngine) Engines.open("cuda", 1);
    }

    @Test
    void shouldGiveBackAllMemoryInAHundredCycles() {
        try (ReplicaEngine engine = open(); Table table = engine.table(3, 36, (row, target, offset) -> { })) {
            cycle(engine, table);
            long before = CardMemory.freeBytes();
            for (int i = 0; i < 100; i++) {
                cycle(engine, table);
            }
            assertEquals(before, CardMemory.freeBytes());
        }
    }

    private static void cycle(ReplicaEngine engine, Table table) {
        try (ReplicaProgram program = engine.compile(steps(2), states(2))) {
            program.feed("features", table);
            program.run(1, new int[8]);
        }
    }

    @Test
    void shouldSayWhatIsNeededAndFreeWhenReplicasDoNotFitAndTakeFewer() {
        GraphBuilder g = new GraphBuilder("large");
        Tensor own = g.state("s", Shape.of(1 << 20));
        g.update(own, g.add(own, g.scalar(1)));
        Graph large = g.build();
        long card = CardMemory.freeBytes();
        int tooMany = (int) (card / (4 << 20)) + 100;
        List<State> states = Collections.nCopies(tooMany, new State(large.state()));
        try (ReplicaEngine engine = open()) {
            assertTrue(engine.fitting(large, tooMany) < tooMany);
            assertTrue(assertThrows(OutOfMemoryException.class, () -> engine.compile(Collections.nCopies(tooMany, large), states))
                    .getMessage().contains(" MB are free"));
            try (ReplicaProgram fewer = engine.compile(List.of(large, large), List.of(new State(large.state()), new State(large.state())))) {
                fewer.run(1, new int[0]);
            }
        }
    }
}
