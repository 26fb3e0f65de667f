package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.cuda.EmulatedCard;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replicas of engine cuda with the kernels run by the processor, and what a card that is too small does. */
class EmulatedReplicaTest extends ReplicaContractTest {
    @BeforeAll
    static void needACompiler() {
        Needed.compiler();
    }

    @Override
    ReplicaEngine open() {
        return EmulatedCard.engine();
    }

    @Test
    void shouldGiveBackAllMemory() {
        EmulatedCard card = new EmulatedCard(1L << 30);
        try (ReplicaEngine engine = card.open(); Table table = engine.table(3, 36, (row, target, offset) -> { })) {
            long before = card.heldBytes();
            for (int i = 0; i < 10; i++) {
                try (ReplicaProgram program = engine.compile(steps(2), states(2))) {
                    program.feed("features", table);
                    program.run(1, new int[8]);
                }
            }
            assertEquals(before, card.heldBytes());
        }
        assertEquals(0, card.heldBytes());
    }

    @Test
    void shouldGiveBackTablesWithTheEngine() {
        EmulatedCard card = new EmulatedCard(1L << 30);
        ReplicaEngine engine = card.open();
        engine.table(3, 36, (row, target, offset) -> { }).close();
        engine.table(new long[7]);
        engine.close();
        assertEquals(0, card.heldBytes());
    }

    @Test
    void shouldSayWhatIsNeededAndFreeWhenReplicasDoNotFitAndTakeFewer() {
        EmulatedCard card = new EmulatedCard(100_000);
        try (ReplicaEngine engine = card.open()) {
            int fitting = engine.fitting(steps(1).get(0), 40);
            assertTrue(fitting >= 1 && fitting < 40, "fitting: " + fitting);
            OutOfMemoryException refusal = assertThrows(OutOfMemoryException.class, () -> engine.compile(steps(40), states(40)));
            assertTrue(refusal.getMessage().matches(".* replicas needs \\d+ MB of the card's memory, 0 MB are free"), refusal.getMessage());
            assertEquals(0, card.heldBytes());
            engine.compile(steps(fitting), states(fitting)).close();
        }
        assertEquals(0, card.heldBytes());
    }

    /** State fits, the rest does not: nothing may stay behind. */
    @Test
    void shouldLeaveNothingBehindAtWhicheverAllocationMemoryEnds() {
        for (int capacity = 1_000; capacity < 60_000; capacity += 3_000) {
            EmulatedCard card = new EmulatedCard(capacity);
            List<State> states = states(1);
            try (ReplicaEngine engine = card.open()) {
                engine.compile(steps(1), states).close();
            } catch (OutOfMemoryException e) {
                assertEquals(0, card.heldBytes(), "with " + capacity + " bytes");
                assertEquals(null, states.get(0).residence(), "the state is where it was");
            }
        }
    }
}
