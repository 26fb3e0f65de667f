package io.edgedfa.host.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeersTest {

    @Test
    void shouldNameWhatIsAbsentAndHowToGetIt() {
        Peers peers = Peers.find(List.of("nonsense"));
        assertEquals(List.of(), peers.present());
        assertEquals(1, peers.absent().size());
        Peers.Absent absent = peers.absent().get(0);
        assertEquals("nonsense", absent.peer());
        assertTrue(absent.reason().startsWith("not on the class path"), absent.reason());
        assertEquals("mvn -Pbench -DskipTests package", absent.howToGet());
    }

    @Test
    void shouldMeasureOursWhenNoPeerIsThere() {
        assertEquals("ort", Peers.find(List.of()).ours().name());
    }

    @Test
    void shouldKnowPeersWhetherTheyAreThereOrNot() {
        assertTrue(Peers.names().containsAll(List.of("pytorch", "nd4j")));
        assertTrue(!Peers.names().contains("ort"));
    }

    @Test
    void shouldLearnOnTheGivenBatch() {
        Workload workload = Workload.of("fc1-5", "dfa", "adam", 3, 1);
        try (Peer.Loop loop = Peers.named("ort").open(workload)) {
            float first = loop.step();
            assertEquals(Math.log(10), first, 0.5);
            assertEquals(first, loop.step(), 1e-3);
        }
    }
}
