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
        assertEquals(WEIGHTS, state.weights());
        assertEquals(0, state.moments() + state.secondBuffers() + state.gradients());
        assertEquals(4 * (10 * 7 + 10 * 6), state.feedback(), 4);
        assertEquals(4 * 3 * (7 + 6 + 10), state.activations());
    }

    @Test
    void shouldKeepTwoCopiesOfWhatBackpropagationReadsLate() {
        TrainingState state = state("bp", "sgd");
        assertEquals(4 * (7 * 6 + 6 * 10), state.secondBuffers());
        assertEquals(0, state.feedback(), 4);
    }

    @Test
    void shouldKeepMomentsAndMaterialiseGradientsWhenAdamRuns() {
        TrainingState state = state("dfa", "adam");
        assertEquals(2 * WEIGHTS + 4, state.moments());
        assertEquals(4 * (784 * 7 + 7 * 6 + 6 * 10), state.gradients());
        assertEquals(state.weights() + state.moments() + state.secondBuffers() + state.gradients() + state.activations()
                + state.feedback(), state.total());
    }

    private static TrainingState state(String rule, String optimizer) {
        return TrainingState.of(Workload.of("784-7-6-10", rule, optimizer, 3, 1));
    }
}
