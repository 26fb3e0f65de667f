package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.delivery.Numbering;
import io.edgedfa.host.store.delivery.Outcome;
import io.edgedfa.host.store.delivery.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgementsTest {
    private static final BoardId BOARD = new BoardId("edgedfa", "bench-1");
    private static final long STORE = 77;

    @TempDir
    Path folder;

    private final BlockingQueue<Payload> sent = new LinkedBlockingQueue<>();
    private Store store;
    private Acknowledgements acknowledgements;

    @BeforeEach
    void start() {
        store = Store.open(folder.resolve("host.db"));
        acknowledgements = new Acknowledgements(store, Clock.systemUTC(), (board, payload) -> sent.add(payload));
    }

    @AfterEach
    void stop() {
        acknowledgements.close();
        store.close();
    }

    @Test
    void shouldTellTheLastOfACommitOnceWithTheStoreItBelongsTo() throws Exception {
        acknowledgements.committed(List.of(outcome(Result.STORED, 4), outcome(Result.STORED, 5), outcome(Result.STORED, 6)));
        assertEquals(Map.of(BoardMetrics.OUTBOX_STORE, STORE, BoardMetrics.OUTBOX_ACKNOWLEDGED, 6L), next());
        assertEquals(0, sent.size());
    }

    @Test
    void shouldTellOnceASecondWhenNothingNewIsCommitted() throws Exception {
        long begun = System.nanoTime();
        acknowledgements.committed(List.of(outcome(Result.GAP, 4)));
        next();
        acknowledgements.committed(List.of(outcome(Result.DUPLICATE, 4)));
        acknowledgements.committed(List.of(outcome(Result.GAP, 4)));
        next();
        assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(Acknowledgements.REPEAT_MS));
        assertEquals(0, sent.size());
    }

    @Test
    void shouldTellAtOnceWhenSomethingIsCommittedAfterAGap() throws Exception {
        acknowledgements.committed(List.of(outcome(Result.GAP, 4)));
        next();
        acknowledgements.committed(List.of(outcome(Result.GAP, 4)));
        acknowledgements.committed(List.of(outcome(Result.STORED, 5)));
        assertEquals(5L, next().get(BoardMetrics.OUTBOX_ACKNOWLEDGED));
    }

    @Test
    void shouldTellWhereItStandsWhenTheBoardIsBorn() throws Exception {
        acknowledgements.born(BOARD, STORE);
        assertEquals(0L, next().get(BoardMetrics.OUTBOX_ACKNOWLEDGED));
    }

    private static Outcome outcome(Result result, long acknowledged) {
        return new Outcome(BOARD, new Numbering(STORE, 9, 8), result, acknowledged);
    }

    private Map<String, Object> next() throws InterruptedException {
        Payload payload = sent.poll(10, TimeUnit.SECONDS);
        return payload.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));
    }
}
