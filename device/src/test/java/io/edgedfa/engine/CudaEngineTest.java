package io.edgedfa.engine;

import org.junit.jupiter.api.BeforeAll;

/** The contract on a real card. */
class CudaEngineTest extends UnifiedStateContractTest {
    @BeforeAll
    static void needACard() {
        Needed.card();
    }

    @Override
    Engine open() {
        return Engines.open("cuda", 1);
    }

    /** The card's functions and sums round otherwise than a processor's. */
    @Override
    float agreement() {
        return 1e-4f;
    }
}
