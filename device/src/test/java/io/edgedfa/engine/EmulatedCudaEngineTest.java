package io.edgedfa.engine;

import io.edgedfa.engine.cuda.EmulatedCard;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the plans of engine cuda, their kernels run by the processor: what needs no card to be proven. */
class EmulatedCudaEngineTest extends UnifiedStateContractTest {
    @BeforeAll
    static void needACompiler() {
        Needed.compiler();
    }

    @Override
    Engine open() {
        return EmulatedCard.engine();
    }
}
