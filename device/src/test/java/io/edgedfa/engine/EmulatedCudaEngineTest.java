package io.edgedfa.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgedfa.engine.cuda.EmulatedCard;
import org.junit.jupiter.api.BeforeEach;

/** The contract on the plans of engine cuda, their kernels run by the processor: what needs no card to be proven. */
class EmulatedCudaEngineTest extends UnifiedStateContractTest {
    @BeforeEach
    void needACompiler() {
        assumeTrue(EmulatedCard.isThere(), "skipped: there is no /usr/bin/g++ to compile kernels with");
    }

    @Override
    Engine open() {
        return EmulatedCard.engine();
    }
}
