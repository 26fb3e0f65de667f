package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that must not be lost, on a real broker. */
class OutgoingTest {
    @TempDir
    Path folder;

    private final TreeMap<Long, String> waiting = new TreeMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Integer> qos = new CopyOnWriteArrayList<>();
    private final Outgoing outbox = new Outgoing() {
        @Override
        public List<Entry> oldest(int limit) {
            synchronized (waiting) {
                List<Entry> entries = new ArrayList<>();
                waiting.forEach((number, text) -> {
                    if (entries.size() < limit) {
                        entries.add(new Entry(number, text.getBytes(StandardCharsets.UTF_8)));
                    }
                });
                return entries;
            }
        }

        @Override
        public void acknowledged(long upTo) {
            synchronized (waiting) {
                waiting.headMap(upTo, true).clear();
            }
        }
    };
    private TestBroker broker;
    private CuttableRelay relay;
    private MqttClient listener;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(folder);
        relay = new CuttableRelay(broker.port());
        listener = new MqttClient(broker.uri().toString(), "listener", new MemoryPersistence());
        listener.connect();
        listener.subscribe("edgedfa/g/events/b", 1, (topic, message) -> {
            heard.add(new String(message.getPayload(), StandardCharsets.UTF_8));
            qos.add(message.getQos());
        });
    }

    @AfterEach
    void stop() throws Exception {
        listener.disconnectForcibly(0, 200);
        listener.close(true);
        relay.close();
        broker.close();
    }

    private EdgeNode board() {
        EdgeNode board = new EdgeNode(EdgeNodeSettings.of(relay.uri(), "g", "b", "d").withTimes(Duration.ofSeconds(1), Duration.ofSeconds(1),
                Duration.ofMillis(20), Duration.ofMillis(100)), outbox);
        board.start();
        return board;
    }

    private void add(int from, int to) {
        synchronized (waiting) {
            for (long number = from; number <= to; number++) {
                waiting.put(number, "e" + number);
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertTrue(condition.getAsBoolean());
    }

    private boolean empty() {
        synchronized (waiting) {
            return waiting.isEmpty();
        }
    }

    @Test
    void shouldSendInOrderWhatWaitedAndWhatComes() throws Exception {
        add(1, 100); // more than go out in one round
        try (EdgeNode board = board()) {
            await(this::empty);
            add(101, 102);
            board.wake();
            await(() -> heard.size() == 102);
            for (int i = 0; i < 102; i++) {
                assertEquals("e" + (i + 1), heard.get(i));
            }
            assertTrue(qos.stream().allMatch(level -> level == 1));
        }
    }

    @Test
    void shouldKeepWhatTheBrokerHasNotAcknowledged() throws Exception {
        try (EdgeNode board = board()) {
            await(board::connected);
            relay.freeze(); // takes bytes and answers nothing
            add(1, 1);
            board.wake();
            Thread.sleep(300);
            assertEquals(1, waiting.size(), "sent is not acknowledged");
            relay.thaw();
            relay.cut();
            await(this::empty);
            await(() -> heard.contains("e1"));
        }
    }
}
