package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.HostObserver.Seen;
import io.edgedfa.device.telemetry.delivery.Outgoing;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Numbered entries over a real broker, with an outbox in memory. */
class DeliveryTest {
    private static final long STORE = 77;

    @TempDir
    static Path folder;

    private static TestBroker broker;

    private final Memory outbox = new Memory();
    private CuttableRelay relay;
    private String name;
    private EdgeNode board;

    /** An outbox. */
    private static final class Memory implements Outgoing {
        private final TreeMap<Long, Numbered> entries = new TreeMap<>();
        private volatile long store = STORE;
        private volatile boolean broken;

        @Override
        public OptionalLong store() {
            return store == 0 ? OptionalLong.empty() : OptionalLong.of(store);
        }

        @Override
        public synchronized List<Numbered> after(long number, int limit) {
            if (broken) {
                throw new IllegalStateException("no disk");
            }
            return entries.tailMap(number, false).values().stream().limit(limit).toList();
        }

        @Override
        public synchronized void acknowledged(long storeId, long upTo) {
            entries.headMap(upTo, true).clear();
        }

        synchronized Numbered add(long number, boolean ofDevice, Metric... metrics) {
            Map.Entry<Long, Numbered> before = entries.lowerEntry(number);
            Numbered entry = new Numbered(store, number, before == null ? 0 : before.getKey(), 1_000 + number, ofDevice, List.of(metrics));
            entries.put(number, entry);
            return entry;
        }

        synchronized boolean empty() {
            return entries.isEmpty();
        }
    }

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        name = test.getTestMethod().orElseThrow().getName();
        relay = new CuttableRelay(broker.port());
        board = new EdgeNode(EdgeNodeSettings.of(relay.uri(), "g", name, "d").withTimes(Duration.ofSeconds(5), Duration.ofSeconds(30),
                Duration.ofMillis(20), Duration.ofMillis(100)), outbox);
    }

    @AfterEach
    void stop() throws Exception {
        board.close();
        relay.close();
    }

    private AcknowledgingHost host() throws Exception {
        return new AcknowledgingHost(broker.uri(), "g", name);
    }

    private static Metric samples(long number) {
        return Metric.of(BoardMetrics.SAMPLES, 1_000 + number, number);
    }

    /** A report of the learner that is in the outbox and handed over. */
    private void report(long number) {
        board.publish(outbox.add(number, true, samples(number)));
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertTrue(condition.getAsBoolean());
    }

    @Test
    void shouldPublishAnEntryOnceLiveWithItsNumberAndNothingAgainWithoutAHost() throws Exception {
        try (HostObserver observer = new HostObserver(broker.uri(), name)) {
            board.start();
            Seen birth = observer.next(MessageType.NBIRTH);
            assertEquals(STORE, birth.metric(BoardMetrics.OUTBOX_STORE).getValue());
            assertFalse(birth.metric(BoardMetrics.OUTBOX_STORE).hasAlias());
            for (String declared : List.of("outbox/number", "outbox/previous", "event/kind", "event/text", "command/id", "command/state",
                    "command/reason", "command/name", "command/argument", "command/expires_ms", "outbox/acknowledged")) {
                assertNull(birth.metric(declared).getValue(), declared);
            }
            board.publish(outbox.add(3, false, Metric.of(BoardMetrics.EVENT_KIND, 9, "drift"), Metric.of(BoardMetrics.EVENT_TEXT, 9, "worse")));
            Seen event = observer.next(MessageType.NDATA);
            assertEquals(List.of(3L, 0L, "drift", "worse"), event.payload().getMetrics().stream().map(m -> m.getValue()).toList());
            assertEquals(birth.metric("outbox/number").getAlias(), event.payload().getMetrics().get(0).getAlias());
            report(4);
            assertNull(observer.next(MessageType.DBIRTH).metric("outbox/number").getValue());
            assertEquals(List.of(4L, 3L, 4L), observer.next(MessageType.DDATA).payload().getMetrics().stream().map(m -> m.getValue()).toList());
            assertNull(observer.nextWithin(500));
        }
    }

    @Test
    void shouldSendWhatIsFromBeforeTheSessionAsHistoricalInOrderAndForgetWhatIsCommitted() throws Exception {
        for (int number = 1; number <= 200; number++) {
            outbox.add(number, true, samples(number));
        }
        try (AcknowledgingHost host = host()) {
            board.start();
            await(() -> host.stored().size() == 200);
            assertEquals(range(1, 200), host.numbers(STORE));
            assertTrue(host.stored().stream().allMatch(AcknowledgingHost.Stored::historical));
            assertEquals(1_150, host.stored().get(149).timeMs());
            assertEquals(Map.of(BoardMetrics.SAMPLES, 150L), host.stored().get(149).values());
            report(201);
            await(outbox::empty);
            assertFalse(host.stored().get(200).historical());
        }
    }

    @Test
    void shouldLoseNothingWhenMessagesAndConnectionsAreLost() throws Exception {
        board.start();
        try (AcknowledgingHost host = host().lose(3)) {
            for (int number = 1; number <= 150; number++) {
                report(number);
                if (number % 50 == 0) {
                    relay.cut();
                }
                Thread.sleep(2);
            }
            // A session sends nothing again before it has heard an acknowledgement; where the birth's is lost, a later report brings one.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            for (int number = 151; host.stored().size() < 150 && System.nanoTime() < end; number++) {
                report(number);
                Thread.sleep(2_000);
            }
            assertEquals(range(1, 150), host.numbers(STORE).stream().limit(150).toList());
        }
    }

    @Test
    void shouldDeclareAMetricThatOnlyAnOldEntryHas() throws Exception {
        board.report(List.of(samples(0)));
        outbox.add(1, true, Metric.of("learning/recall/12", 5, 0.5));
        try (AcknowledgingHost host = host()) {
            board.start();
            await(() -> host.stored().size() == 1);
            assertEquals(Map.of("learning/recall/12", 0.5), host.stored().get(0).values());
        }
    }

    @Test
    void shouldBeBornAgainWhenTheStoreIsAnother() throws Exception {
        try (AcknowledgingHost host = host()) {
            board.start();
            report(5);
            await(() -> host.numbers(STORE).equals(List.of(5L)));
            outbox.store = 78;
            outbox.entries.clear();
            report(1);
            await(() -> host.numbers(78).equals(List.of(1L)));
        }
    }

    @Test
    void shouldStayConnectedWhenTheOutboxCannotBeRead() throws Exception {
        outbox.broken = true;
        outbox.add(1, true, samples(1));
        try (AcknowledgingHost host = host()) {
            board.start();
            await(() -> board.lastError().equals(java.util.Optional.of("no disk")));
            assertTrue(board.connected());
            outbox.broken = false;
            report(2);
            await(() -> host.numbers(STORE).equals(List.of(1L, 2L)));
        }
    }

    @Test
    void shouldHandOnCommandsAndNothingElse() throws Exception {
        board.start();
        try (AcknowledgingHost host = host()) {
            await(board::connected);
            host.command(Metric.of(BoardMetrics.COMMAND_ID, 1, "c1"), Metric.of(BoardMetrics.COMMAND_NAME, 1, "pause"));
            Metric[] taken = new Metric[1];
            await(() -> {
                board.takeCommand().ifPresent(command -> taken[0] = command.metrics().get(0));
                return taken[0] != null;
            });
            assertEquals("c1", taken[0].value());
            assertTrue(board.takeCommand().isEmpty());
        }
    }
}
