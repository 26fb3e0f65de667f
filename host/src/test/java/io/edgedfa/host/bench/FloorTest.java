package io.edgedfa.host.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.graph.analysis.StepCost;
import io.edgedfa.host.bench.peer.Workload;
import org.junit.jupiter.api.Test;

class FloorTest {
    private static final int WEIGHTS = 784 * 5 + 5 + 5 * 10 + 10;

    @Test
    void shouldCountEachByteOnceWhenStepIsPlainDescent() {
        Floor floor = floor("sgd");
        long state = 2L * WEIGHTS;
        long inputs = 3 * 784 + 1;
        long constants = constants("sgd");
        long activations = 2 * (3 * 5 + 3 * 10);
        assertEquals(4 * (state + inputs + activations) + 8 * 3 + constants, floor.bytes());
    }

    @Test
    void shouldCountMomentsWhenOptimizerKeepsThem() {
        // Two moments per parameter and the number of steps, each read and written.
        long more = floor("adam").bytes() - floor("sgd").bytes() - (constants("adam") - constants("sgd"));
        assertEquals(4 * 2 * (2 * WEIGHTS + 1), more);
    }

    @Test
    void shouldCountForwardFeedbackAndUpdateProducts() {
        long forward = 3 * (784 * 5 + 5 * 10);
        long feedback = 3 * 10 * 5;
        assertEquals(2 * forward + feedback, floor("sgd").multiplyAdds());
    }

    @Test
    void shouldAddTimeOfOperationsAndBytes() {
        // 2 * 5e6 operations at 10 GFLOP/s are 1000 us, 3e6 bytes at 3 GB/s are 1000 us.
        assertEquals(2000, new Floor(5_000_000, 3_000_000).micros(new Peaks(1, 10, 3)), 1e-9);
    }

    private static Floor floor(String optimizer) {
        Workload workload = Workload.of("fc1-5", "dfa", optimizer, 3, 1);
        return Floor.of(workload, workload.step());
    }

    private static long constants(String optimizer) {
        return StepCost.bytes(Workload.of("fc1-5", "dfa", optimizer, 3, 1).step().constants().keySet());
    }
}
