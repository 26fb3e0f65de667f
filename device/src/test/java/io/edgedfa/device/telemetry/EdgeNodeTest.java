package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.HostObserver.Seen;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Whole sessions against a real broker, seen by a host that shares no code with the board. */
class EdgeNodeTest {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private String name;
    private HostObserver host;
    private EdgeNode board;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void observe(TestInfo test) throws Exception {
        name = test.getTestMethod().orElseThrow().getName();
        host = new HostObserver(broker.uri(), name);
    }

    @AfterEach
    void closeAll() throws Exception {
        if (board != null) {
            board.close();
        }
        host.close();
    }

    /** A board that has already reported accuracy 0.5 and 10 steps. */
    private EdgeNode startBoard(URI uri) {
        board = new EdgeNode(EdgeNodeSettings.of(uri, "g", name, "d").withTimes(Duration.ofSeconds(2), Duration.ofSeconds(30),
                Duration.ofMillis(50), Duration.ofMillis(500)));
        board.reportNode(List.of(Metric.of("firmware", 1, "1.0")));
        board.report(List.of(Metric.of("accuracy", 1, 0.5), new Metric("steps", Metric.NO_ALIAS, 1, DataType.INT32, 10L, false)));
        board.start();
        return board;
    }

    private Seen startBornBoard() throws InterruptedException {
        startBoard(broker.uri());
        Seen birth = host.next(MessageType.NBIRTH);
        host.next(MessageType.DBIRTH);
        return birth;
    }

    @Test
    void shouldPublishNodeThenDeviceBirthWhenConnected() throws Exception {
        startBoard(broker.uri());
        Seen node = host.next(MessageType.NBIRTH);
        Seen device = host.next(MessageType.DBIRTH);
        assertEquals(0L, node.payload().getSeq());
        assertEquals(1L, device.payload().getSeq());
        assertEquals(List.of("bdSeq", "Node Control/Rebirth", "firmware"), node.names());
        assertEquals(0.5, device.metric("accuracy").getValue());
        assertEquals(10, device.metric("steps").getValue());
    }

    @Test
    void shouldPublishWithQosZeroAndNotRetainedWhenBorn() throws Exception {
        Seen birth = startBornBoard();
        assertEquals(0, birth.qos());
        try (HostObserver late = new HostObserver(broker.uri(), name)) {
            assertNull(late.nextWithin(300), "a birth was retained");
        }
    }

    @Test
    void shouldDeclareRebirthFalseWithoutAliasWhenBorn() throws Exception {
        Seen birth = startBornBoard();
        assertEquals(false, birth.metric("Node Control/Rebirth").getValue());
        assertFalse(birth.metric("Node Control/Rebirth").hasAlias());
        assertEquals(0L, birth.bdSeq());
    }

    @Test
    void shouldSendOnlyChangedValuesByAliasWhenReported() throws Exception {
        startBoard(broker.uri());
        host.next(MessageType.NBIRTH);
        Seen birth = host.next(MessageType.DBIRTH);
        board.report(List.of(Metric.of("accuracy", 2, 0.5), new Metric("steps", Metric.NO_ALIAS, 2, DataType.INT32, -11L, false)));
        Seen data = host.next(MessageType.DDATA);
        assertEquals(2L, data.payload().getSeq());
        assertEquals(1, data.payload().getMetrics().size());
        org.eclipse.tahu.message.model.Metric steps = data.payload().getMetrics().get(0);
        assertNull(steps.getName());
        assertEquals(birth.metric("steps").getAlias(), steps.getAlias());
        assertEquals(-11, steps.getValue());
        assertNull(PayloadCodec.decode(data.raw()).metrics().get(0).type(), "DATA should not repeat the data type");
    }

    @Test
    void shouldSendNodeDataWhenNodeMetricChanges() throws Exception {
        startBornBoard();
        board.reportNode(List.of(Metric.of("firmware", 2, "1.1")));
        assertEquals("1.1", host.next(MessageType.NDATA).payload().getMetrics().get(0).getValue());
    }

    @Test
    void shouldSendNothingWhenNothingChanged() throws Exception {
        startBornBoard();
        board.report(List.of(Metric.of("accuracy", 2, 0.5)));
        assertNull(host.nextWithin(300));
    }

    @Test
    void shouldPublishDeviceBirthWhenMetricIsNew() throws Exception {
        startBornBoard();
        board.report(List.of(Metric.of("loss", 2, 1.5)));
        Seen birth = host.next(MessageType.DBIRTH);
        assertEquals(2L, birth.payload().getSeq());
        assertEquals(List.of("accuracy", "steps", "loss"), birth.names());
    }

    @Test
    void shouldGoFromSeq255To0WhenManyMessagesWereSent() throws Exception {
        startBornBoard();
        for (int seq = 2; seq < 260; seq++) {
            board.report(List.of(Metric.of("accuracy", seq, (double) seq)));
            assertEquals(seq % 256, host.next(MessageType.DDATA).payload().getSeq());
        }
    }

    @Test
    void shouldPublishBothBirthsAgainWithSameBdSeqWhenRebirthIsCommanded() throws Exception {
        startBornBoard();
        board.report(List.of(Metric.of("accuracy", 2, 0.75)));
        host.next(MessageType.DDATA);
        host.command("Node Control/Rebirth", true);
        Seen node = host.next(MessageType.NBIRTH);
        Seen device = host.next(MessageType.DBIRTH);
        assertEquals(List.of(0L, 1L, 0L), List.of(node.payload().getSeq(), device.payload().getSeq(), node.bdSeq()));
        assertEquals(0.75, device.metric("accuracy").getValue());
        assertEquals(0, board.reconnects());
    }

    @Test
    void shouldIgnoreTheCommandWhenItIsNoRebirth() throws Exception {
        startBornBoard();
        host.command("Node Control/Rebirth", false);
        host.command("Node Control/Reboot", true);
        host.publish(new byte[] {0x0a, (byte) 0xff});
        assertNull(host.nextWithin(300));
        assertTrue(board.connected());
    }

    @Test
    void shouldPublishDeathWithoutSeqWhenClosed() throws Exception {
        startBornBoard();
        long closedAt = System.currentTimeMillis();
        long begun = System.nanoTime();
        board.close();
        long ms = (System.nanoTime() - begun) / 1_000_000;
        Seen death = host.next(MessageType.NDEATH);
        assertEquals(List.of("bdSeq"), death.names());
        assertEquals(0L, death.bdSeq());
        assertNull(death.payload().getSeq());
        assertEquals(1, death.qos());
        assertTrue(death.payload().getTimestamp().getTime() >= closedAt, "that was the will, made when connecting");
        assertNull(host.nextWithin(300), "the will came too");
        assertTrue(ms < 2_000, ms + " ms");
        assertFalse(board.connected());
    }

    @Test
    void shouldLeaveDeathToTheWillAndBeBornAgainWhenConnectionIsCut() throws Exception {
        try (CuttableRelay relay = new CuttableRelay(broker.port())) {
            startBoard(relay.uri());
            assertEquals(0L, host.next(MessageType.NBIRTH).bdSeq());
            host.next(MessageType.DBIRTH);
            relay.cut();
            Seen death = host.next(MessageType.NDEATH);
            assertEquals(0L, death.bdSeq());
            assertEquals(1, death.qos());
            assertNull(death.payload().getSeq());
            Seen birth = host.next(MessageType.NBIRTH);
            assertEquals(1L, birth.bdSeq());
            assertEquals(0L, birth.payload().getSeq());
            assertEquals(1L, host.next(MessageType.DBIRTH).payload().getSeq());
            relay.cut();
            assertEquals(1L, host.next(MessageType.NDEATH).bdSeq());
        }
    }

    @Test
    void shouldNoticeTheLossWhenBrokerFallsSilent() throws Exception {
        try (CuttableRelay relay = new CuttableRelay(broker.port())) {
            board = new EdgeNode(EdgeNodeSettings.of(relay.uri(), "g", name, "d").withTimes(Duration.ofSeconds(1),
                    Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMillis(500)));
            board.start();
            host.next(MessageType.NBIRTH);
            Thread.sleep(2_500); // pings keep a quiet connection
            assertTrue(board.connected(), () -> board.lastError().toString());
            relay.freeze();
            assertEquals(0L, host.next(MessageType.NDEATH).bdSeq());
            for (int i = 0; i < 500 && board.connected(); i++) {
                Thread.sleep(10);
            }
            assertFalse(board.connected());
            long begun = System.nanoTime();
            board.close();
            assertTrue(System.nanoTime() - begun < 2_000_000_000L);
        }
    }

    @Test
    void shouldCloseWithinTwoSecondsWhenConnectedBrokerFellSilent() throws Exception {
        try (CuttableRelay relay = new CuttableRelay(broker.port())) {
            startBoard(relay.uri());
            host.next(MessageType.NBIRTH);
            host.next(MessageType.DBIRTH);
            relay.freeze();
            long begun = System.nanoTime();
            board.close();
            long ms = (System.nanoTime() - begun) / 1_000_000;
            assertTrue(ms < 2_000, ms + " ms");
            assertTrue(threadsOfBoard().stream().noneMatch(t -> t.getName().equals("edgedfa-telemetry")), "still at it");
        }
    }

    @Test
    void shouldUseOnlyDaemonThreadsWhenConnected() throws Exception {
        startBornBoard();
        assertFalse(threadsOfBoard().isEmpty());
        assertEquals(List.of(), threadsOfBoard().stream().filter(t -> !t.isDaemon()).toList());
    }

    @Test
    void shouldLeaveNoThreadWhenClosed() throws Exception {
        startBornBoard();
        board.close();
        for (int i = 0; i < 500 && !threadsOfBoard().isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertEquals(List.of(), threadsOfBoard());
    }

    /** Those of other tests' boards may still be on their way out, and are counted as well. */
    private static List<Thread> threadsOfBoard() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().contains("edgedfa-")).toList();
    }
}
