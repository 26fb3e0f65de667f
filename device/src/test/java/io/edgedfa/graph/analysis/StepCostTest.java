package io.edgedfa.graph.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StepCostTest {

    @Test
    void shouldBeBoundByOperationsWhereTheyTakeLonger() {
        assertEquals(2e-3, new StepCost(10_000_000, 5_000_000).leastSeconds(10, 5), 1e-15);
    }

    @Test
    void shouldBeBoundByBytesWhereTheyTakeLonger() {
        assertEquals(1e-3, new StepCost(1_000_000, 5_000_000).leastSeconds(10, 5), 1e-15);
    }
}
