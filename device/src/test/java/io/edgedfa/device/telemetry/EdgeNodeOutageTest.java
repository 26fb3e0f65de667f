package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.HostObserver.Seen;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The learning loop goes on whatever the broker does. */
class EdgeNodeOutageTest {
    @TempDir
    Path folder;

    private static EdgeNode boardOf(URI broker) {
        EdgeNode board = new EdgeNode(EdgeNodeSettings.of(broker, "g", "outage", "d").withTimes(Duration.ofSeconds(1),
                Duration.ofSeconds(30), Duration.ofMillis(10), Duration.ofMillis(100)));
        board.report(List.of(Metric.of("accuracy", 1, 0.5)));
        return board;
    }

    /** Pauses of 5 ms at most. */
    private static EdgeNodeSettings quick(int port) {
        return EdgeNodeSettings.of(loopback(port), "g", "outage", "d").withTimes(Duration.ofSeconds(1), Duration.ofSeconds(30),
                Duration.ofMillis(1), Duration.ofMillis(5));
    }

    private static URI loopback(int port) {
        return URI.create("tcp://127.0.0.1:" + port);
    }

    @Test
    void shouldBeBornAgainWithNewBdSeqAndLatestValuesWhenBrokerRestarts() throws Exception {
        int port = TestBroker.freePort();
        try (EdgeNode board = boardOf(loopback(port))) {
            try (TestBroker broker = TestBroker.start(folder.resolve("first"), port);
                    HostObserver host = new HostObserver(broker.uri(), "outage")) {
                board.start();
                assertEquals(0L, host.next(MessageType.NBIRTH).bdSeq());
                host.next(MessageType.DBIRTH);
            }
            await(() -> !board.connected());
            board.report(List.of(Metric.of("accuracy", 2, 0.6)));
            board.report(List.of(Metric.of("accuracy", 3, 0.7)));
            try (TestBroker broker = TestBroker.start(folder.resolve("second"), port);
                    HostObserver host = new HostObserver(broker.uri(), "outage")) {
                await(board::connected);
                host.command(BoardMetrics.REBIRTH, true); // the first births, or one of them, may have come before the observer
                Seen node = host.skipTo(MessageType.NBIRTH);
                Seen device = host.next(MessageType.DBIRTH);
                assertTrue(node.bdSeq() > 0, "bdSeq " + node.bdSeq());
                assertEquals(0L, node.payload().getSeq());
                assertEquals(0.7, device.metric("accuracy").getValue());
                assertEquals(1, board.reconnects());
                board.close();
            }
        }
    }

    @Test
    void shouldReportAtOnceWhenBrokerNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                EdgeNode board = boardOf(loopback(silent.getLocalPort()))) {
            board.start();
            long worstNs = 0;
            for (int i = 0; i < 2_000; i++) {
                long begun = System.nanoTime();
                board.report(List.of(Metric.of("accuracy", i, (double) i)));
                worstNs = i < 500 ? 0 : Math.max(worstNs, System.nanoTime() - begun); // first ones load classes
            }
            assertTrue(worstNs < 20_000_000, worstNs / 1_000 + " us");
        }
    }

    @Test
    void shouldGiveUpTheAttemptWhenBrokerNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                EdgeNode board = boardOf(loopback(silent.getLocalPort()))) {
            board.start();
            await(() -> board.lastError().isPresent());
            assertEquals("connect: no answer within 2000 ms", board.lastError().orElseThrow());
            assertFalse(board.connected());
        }
    }

    @Test
    void shouldCloseWithinTwoSecondsWhenBrokerNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            EdgeNode board = boardOf(loopback(silent.getLocalPort()));
            board.start();
            Thread.sleep(200); // into the wait for an answer
            long begun = System.nanoTime();
            board.close();
            long ms = (System.nanoTime() - begun) / 1_000_000;
            assertTrue(ms < 2_000, ms + " ms");
            assertTrue(pahoAndBoardThreads().stream().noneMatch(t -> t.getName().equals("edgedfa-telemetry")));
        }
    }

    @Test
    void shouldSayWhyWhenBrokerRefuses() throws Exception {
        try (EdgeNode board = boardOf(loopback(TestBroker.freePort()))) {
            board.start();
            await(() -> board.lastError().isPresent());
            assertTrue(board.lastError().orElseThrow().contains("Connection refused"), board.lastError().orElseThrow());
        }
    }

    @Test
    void shouldSayWhyWhenLoginIsRefused() throws Exception {
        String error = errorAfter(HexFormat.of().parseHex("20020005")); // CONNACK, return code 5
        assertTrue(error.contains("Not authorized"), error);
    }

    @Test
    void shouldSayWhyWhenSubscriptionIsRefused() throws Exception {
        String error = errorAfter(HexFormat.of().parseHex("20020000"), // CONNACK, accepted
                HexFormat.of().parseHex("9003000180")); // SUBACK of packet 1, refused
        assertTrue(error.contains("the broker refuses spBv1.0/g/NCMD/outage"), error);
    }

    /** What the board says after a broker gave these answers, one to each packet that came. */
    private static String errorAfter(byte[]... answers) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                EdgeNode board = boardOf(loopback(server.getLocalPort()))) {
            board.start();
            try (Socket connection = server.accept()) {
                for (byte[] answer : answers) {
                    assertTrue(connection.getInputStream().read(new byte[8_192]) > 0);
                    connection.getOutputStream().write(answer);
                }
                await(() -> board.lastError().isPresent());
            }
            return board.lastError().orElseThrow();
        }
    }

    @Test
    void shouldKeepNoThreadsWhenTwentyAttemptsFailed() throws Exception {
        CountingPauses pauses = new CountingPauses();
        try (EdgeNode board = new EdgeNode(quick(TestBroker.freePort()), null, pauses, Clock.systemUTC())) {
            board.start();
            await(() -> pauses.count >= 20);
        }
        await(() -> pahoAndBoardThreads().isEmpty());
    }

    @Test
    void shouldKeepNoThreadsWhenBrokerHangsUpAtOnce() throws Exception {
        CountingPauses pauses = new CountingPauses();
        try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread hangUp = new Thread(() -> hangUpOn(rude), "rude broker");
            hangUp.setDaemon(true);
            hangUp.start();
            try (EdgeNode board = new EdgeNode(quick(rude.getLocalPort()), null, pauses, Clock.systemUTC())) {
                board.start();
                await(() -> pauses.count >= 3);
            }
        }
        await(() -> pahoAndBoardThreads().isEmpty());
    }

    private static void hangUpOn(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void shouldGoOnWhenMetricCannotBeSent() {
        EdgeNode board = boardOf(loopback(1));
        board.report(List.of(new Metric("steps", Metric.NO_ALIAS, 1, DataType.UINT8, 256L, false)));
        assertTrue(board.lastError().orElseThrow().contains("'steps' has the value 256"), board.lastError().orElseThrow());
    }

    @Test
    void shouldCloseWhenNeverStarted() {
        boardOf(loopback(1)).close();
    }

    /** A generator that counts: the edge node asks it once per pause. */
    private static final class CountingPauses implements RandomGenerator {
        private volatile int count;

        @Override
        public long nextLong() {
            count++;
            return 0;
        }
    }

    private static List<Thread> pahoAndBoardThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().contains("edgedfa-")).toList(); // Paho's carry the client id
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 10 s");
            Thread.sleep(5);
        }
    }
}
