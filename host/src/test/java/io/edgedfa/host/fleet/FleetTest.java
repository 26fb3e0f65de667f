package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.store.EventQuery;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a board through a real broker into state and store. */
class FleetTest {
    @TempDir
    Path folder;

    private static EmbeddedBroker broker;

    private Store store;
    private Fleet fleet;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        store = Store.open(folder.resolve("host.db"));
        fleet = startFleet();
    }

    private Fleet startFleet() throws Exception {
        Fleet started = Fleet.start(
                FleetSettings.of(broker.uri(), "edgedfa").withStaleAfter(Duration.ofSeconds(2)), store, Clock.systemUTC());
        await("the host to connect", started::brokerConnected);
        return started;
    }

    @AfterEach
    void stop() {
        fleet.close();
        store.close();
    }

    @Test
    void shouldStoreWhatABoardReports() throws Exception {
        try (TestBoard board = new TestBoard(broker.uri(), "edgedfa", "bench-1", "dfa")) {
            board.start();
            board.report(0.25, 2);
            await("the board", () -> accuracy("bench-1") == 0.25);
            board.report(0.5, 1);
            await("the next report", () -> accuracy("bench-1") == 0.5);
        }
        assertTrue(store.flush(Duration.ofSeconds(5)));
        assertEquals(2, store.series(new BoardId("edgedfa", "bench-1"), BoardMetrics.ACCURACY, 0, Long.MAX_VALUE, 10).points().size());
        assertEquals(0, fleet.counts().malformed());
    }

    @Test
    void shouldShowTheBoardDeadWhenItSaysGoodbye() throws Exception {
        TestBoard board = new TestBoard(broker.uri(), "edgedfa", "bench-1", "dfa").start();
        board.report(0.25, 2);
        await("the board", () -> accuracy("bench-1") == 0.25);
        board.close();
        await("its death", () -> !view("bench-1").orElseThrow().online());
        assertEquals("stopped, or lost its connection", view("bench-1").orElseThrow().reason());
    }

    @Test
    void shouldShowTheBoardDeadWhenItFallsSilent() throws Exception {
        try (TestBoard board = new TestBoard(broker.uri(), "edgedfa", "bench-1", "dfa")) {
            board.start();
            board.report(0.25, 2);
            await("the board", () -> accuracy("bench-1") == 0.25);
            await("its silence", () -> !view("bench-1").orElseThrow().online());
            assertTrue(view("bench-1").orElseThrow().reason().matches("no report for \\d+ s"));
        }
    }

    @Test
    void shouldShowEveryBoardDeadAndThenOnlineWhenTheBrokerGoesAndComesBack() throws Exception {
        int port = broker.port();
        try (TestBoard board = new TestBoard(broker.uri(), "edgedfa", "bench-1", "dfa")) {
            board.start();
            board.report(0.25, 2);
            await("the board", () -> accuracy("bench-1") == 0.25);
            broker.close();
            await("the loss", () -> !fleet.brokerConnected());
            assertEquals("broker unreachable", view("bench-1").orElseThrow().reason());
            broker = EmbeddedBroker.start(port);
            await("the board's return", () -> {
                board.report(0.75, 1);
                return view("bench-1").orElseThrow().online();
            });
        }
        assertTrue(store.flush(Duration.ofSeconds(5)));
        assertTrue(store.events(EventQuery.newest(100)).stream().anyMatch(stored -> stored.event().kind().equals(BoardEvent.BROKER_LOST)));
    }

    @Test
    void shouldAskTheBoardForRebirthWhenTheHostWasRestarted() throws Exception {
        try (TestBoard board = new TestBoard(broker.uri(), "edgedfa", "bench-1", "dfa")) {
            board.start();
            board.report(0.25, 2);
            await("the board", () -> accuracy("bench-1") == 0.25);
            fleet.close();
            assertTrue(store.flush(Duration.ofSeconds(5)));
            fleet = startFleet();
            assertEquals("dfa", view("bench-1").orElseThrow().text(BoardMetrics.RULE));
            await("the rebirth", () -> {
                board.report(0.3, 2);
                return view("bench-1").orElseThrow().online();
            });
            assertEquals(1, fleet.counts().rebirthsAsked());
        }
    }

    @Test
    void shouldGoOnWhenMessagesAreMalformed() throws Exception {
        publish("spBv1.0/edgedfa/NBIRTH/bench-1", "no protobuf at all".getBytes());
        publish("spBv1.0/edgedfa/NBIRTH/bench-1", new byte[0]);
        publish("spBv1.0/edgedfa/nonsense", new byte[] {1});
        publish("spBv1.0/edgedfa/NBIRTH/bench-1", tooLarge());
        await("four malformed messages", () -> fleet.counts().malformed() == 4);
        try (TestBoard board = new TestBoard(broker.uri(), "edgedfa", "bench-2", "dfa")) {
            board.start();
            board.report(0.25, 2);
            await("the board after them", () -> accuracy("bench-2") == 0.25);
        }
    }

    @Test
    void shouldIgnoreHostStatesWhenEveryGroupIsHeard() throws Exception {
        try (Store other = Store.open(folder.resolve("other.db"));
                Fleet all = Fleet.start(broker.uri(), FleetSettings.ALL_GROUPS, other, Clock.systemUTC())) {
            await("the host to connect", all::brokerConnected);
            await("the subscription", () -> {
                publish(Topic.NAMESPACE + "/STATE/other-host", "{\"online\":true}".getBytes());
                return all.counts().received() > 0;
            });
            publish(Topic.NAMESPACE + "/some-group/nonsense", new byte[] {1});
            await("the malformed message", () -> all.counts().malformed() == 1);
            assertEquals(0, all.boards().size());
        }
    }

    @Test
    void shouldRefuseToListenWhenTheAddressIsNotLoopback() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> EmbeddedBroker.start("0.0.0.0", 0));
        assertTrue(e.getMessage().contains("loopback"), e.getMessage());
    }

    @Test
    void shouldNameThePortWhenItIsTaken() {
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> EmbeddedBroker.start(broker.port()));
        assertTrue(e.getMessage().contains(":" + broker.port()), e.getMessage());
    }

    /** A birth certificate that would be fine if it were shorter. */
    private static byte[] tooLarge() {
        List<Metric> metrics = new ArrayList<>(List.of(Metric.of(BoardMetrics.BD_SEQ, 1, 0)));
        for (int i = 0; i < 6; i++) {
            metrics.add(Metric.of("text/" + i, 1, "x".repeat(50_000)));
        }
        return PayloadCodec.encode(new Payload(1, 0, metrics));
    }

    private void publish(String topic, byte[] payload) throws Exception {
        try (MqttClient client = new MqttClient(broker.uri(), "test-" + System.nanoTime(), new MemoryPersistence())) {
            client.connect();
            client.publish(topic, payload, 1, false);
            client.disconnect();
        }
    }

    private Optional<BoardView> view(String edge) {
        return fleet.boards().stream().filter(board -> board.id().edge().equals(edge)).findFirst();
    }

    private double accuracy(String edge) {
        return view(edge).map(board -> board.number(BoardMetrics.ACCURACY)).orElse(-1.0);
    }

    private static void await(String what, Callable<Boolean> reached) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!reached.call()) {
            assertFalse(System.nanoTime() > deadline, "waited 20 s for " + what);
            Thread.sleep(20);
        }
    }
}
