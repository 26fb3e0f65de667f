package io.edgedfa.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgedfa.engine.cuda.CudaProvider;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real card. */
class CudaEngineTest extends UnifiedStateContractTest {
    @BeforeAll
    static void needACard() {
        new CudaProvider().absence().ifPresent(why -> assumeTrue(false, "skipped: no card for engine cuda: " + why));
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
