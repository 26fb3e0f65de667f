package io.edgedfa.host.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.host.bench.peer.Workload;
import org.junit.jupiter.api.Test;

/** 784-7-6-10, batch 3, float32. */
class TrainingStateTest {
    private static final int WEIGHTS = 4 * (784 * 7 + 7 + 7 * 6 + 6 + 6 * 10 + 10);

    @Test
    void shouldKeepNothingButWeightsWhenDfaDescends() {
        TrainingState state = state("dfa", "sgd");
        assertEquals(WEIGHTS, state.kept().weights());
        assertEquals(0, state.kept().moments() + state.kept().secondBuffers() + state.gradients());
        assertEquals(4 * (10 * 7 + 10 * 6), state.kept().feedback());
        assertEquals(4 * 3 * (7 + 6 + 10), state.activations());
    }

    @Test
    void shouldKeepTwoCopiesOfWhatBackpropagationReadsLate() {
        TrainingState state = state("bp", "sgd");
        assertEquals(4 * (7 * 6 + 6 * 10), state.kept().secondBuffers());
        assertEquals(0, state.kept().feedback());
    }

    @Test
    void shouldKeepMomentsAndMaterialiseGradientsWhenAdamRuns() {
        TrainingState state = state("dfa", "adam");
        assertEquals(2 * WEIGHTS + 4, state.kept().moments());
        assertEquals(4 * (784 * 7 + 7 * 6 + 6 * 10), state.gradients());
        assertEquals(4 * (10 * 7 + 10 * 6) + 3 * WEIGHTS + 4 + state.gradients() + state.activations(), state.total());
    }

    @Test
    void shouldCountPatchesAndKernelGradientsWhenNetConvolves() {
        TrainingState state = TrainingState.of(Workload.of("conv1-5x5", "dfa", "adam", 2, 1));
        assertEquals(4 * (25 * 32 + 14 * 14 * 32 * 1000 + 1000 * 10), state.gradients());
        assertEquals(4 * 2 * (28 * 28 * (32 + 25) + 1000 + 10), state.activations());
    }

    private static TrainingState state(String rule, String optimizer) {
        return TrainingState.of(Workload.of("784-7-6-10", rule, optimizer, 3, 1));
    }
}
