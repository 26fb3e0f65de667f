package io.edgedfa.host.bench.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.bench.peer.Peer;
import io.edgedfa.host.bench.peer.Peers;
import io.edgedfa.host.bench.peer.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That PyTorch trains the same network on the same batch: its losses are those of our backpropagation. */
class PyTorchPeerTest {
    private static final int STEPS = 20;

    @ParameterizedTest
    @CsvSource({
        "fc1-30, sgd, 1, 1e-2", "fc1-30, momentum, 7, 1e-2", "fc1-30, adam, 7, 1e-3", "fc2-30, sgd, 7, 1e-2",
        "fc2-30, adam, 1, 1e-3", "conv1-5x5, sgd, 3, 1e-2", "conv2-5x5, adam, 2, 1e-4",
    })
    void shouldLoseTheSameAsBackpropagation(String net, String optimizer, int batch, float rate) {
        Workload workload = Workload.of(net, "bp", optimizer, batch, 1).withRate(rate);
        try (Peer.Loop ours = Peers.named("ort").open(workload); Peer.Loop theirs = Peers.named("pytorch").open(workload)) {
            float first = ours.step();
            assertEquals(first, theirs.step(), 1e-5);
            float last = first;
            for (int i = 1; i < STEPS; i++) {
                last = ours.step();
                assertEquals(last, theirs.step(), 1e-4, "step " + i);
            }
            assertTrue(last < 0.9 * first, "the loss stays at " + last);
        }
    }

    @Test
    void shouldSayVersionsAndRule() {
        String description = Peers.named("pytorch").describe();
        assertTrue(description.matches("PyTorch 2\\.\\S+ on the CPU through DJL 0\\.\\S+, backpropagation"), description);
    }
}
