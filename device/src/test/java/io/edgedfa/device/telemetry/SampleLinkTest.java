package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.edgedfa.device.telemetry.SampleLink.Received;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Samples and predictions through a real broker. */
class SampleLinkTest {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private String name;
    private SampleLink link;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(folder.resolve("shared"));
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void takeName(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void close() {
        if (link != null) {
            link.close();
        }
    }

    private MqttEndpoint login(URI uri) {
        return new MqttEndpoint(uri, name, null, null, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    private SampleLink create(URI uri, int maxMessages, long maxBytes) {
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), new SplittableRandom(1));
        link = new SampleLink(login(uri), name + "/+", backoff, maxMessages, maxBytes);
        return link;
    }

    private void startConnected(int maxMessages, long maxBytes) throws InterruptedException {
        create(broker.uri(), maxMessages, maxBytes).start();
        await(link::connected);
    }

    /** A client of the site; waits for the broker's answer to what it publishes. */
    private static MqttClient site(URI uri) throws MqttException {
        MqttClient client = new MqttClient(uri.toString(), MqttClient.generateClientId(), new MemoryPersistence());
        client.connect();
        return client;
    }

    private static void end(MqttClient client) throws MqttException {
        client.disconnectForcibly(0, 200);
        client.close(true);
    }

    private void publish(URI uri, String... payloads) throws MqttException {
        MqttClient client = site(uri);
        for (String payload : payloads) {
            client.publish(name + "/cat", payload.getBytes(StandardCharsets.UTF_8), 1, false);
        }
        end(client);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(5);
        }
        fail("not within 15 s");
    }

    private String next() throws InterruptedException {
        Received[] next = new Received[1];
        await(() -> (next[0] = link.poll()) != null);
        assertEquals(name + "/cat", next[0].topic());
        return new String(next[0].payload(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldBringMessagesInOrder() throws Exception {
        startConnected(10, 1_000);
        assertNull(link.poll());
        publish(broker.uri(), "a", "b");
        assertEquals("a", next());
        assertEquals("b", next());
        assertNull(link.poll());
        assertEquals(0, link.dropped());
    }

    @Test
    void shouldDropNewestAndCountWhenThereAreTooManyMessages() throws Exception {
        startConnected(2, 1_000);
        publish(broker.uri(), "a", "b", "c", "d");
        await(() -> link.dropped() == 2);
        assertEquals("a", next());
        assertEquals("b", next());
        publish(broker.uri(), "e");
        assertEquals("e", next());
    }

    @Test
    void shouldDropNewestAndCountWhenThereAreTooManyBytes() throws Exception {
        int topic = name.length() + 4;
        startConnected(10, 2 * topic + 100);
        publish(broker.uri(), "a".repeat(60), "b".repeat(50), "c");
        await(() -> link.dropped() == 1);
        assertEquals("a".repeat(60), next());
        assertEquals("c", next());
        publish(broker.uri(), "d".repeat(topic + 100), "e".repeat(topic + 101));
        await(() -> link.dropped() == 2);
        assertEquals("d".repeat(topic + 100), next());
    }

    @Test
    void shouldPublishWhatIsOffered() throws Exception {
        startConnected(10, 1_000);
        MqttClient site = site(broker.uri());
        BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
        site.subscribe(name + "/out/x", 0, (topic, message) -> arrived.add(message.getPayload()));
        assertTrue(link.offer(name + "/out/x", new byte[] {7}));
        assertArrayEquals(new byte[] {7}, arrived.poll(10, TimeUnit.SECONDS));
        end(site);
    }

    @Test
    void shouldRefuseOfferWhenTopicIsNone() throws Exception {
        startConnected(10, 1_000);
        assertFalse(link.offer("a/#", new byte[0]));
        assertTrue(link.lastError().orElseThrow().startsWith("cannot publish to 'a/#'"), link.lastError().toString());
        assertTrue(link.connected());
    }

    @Test
    void shouldNotThrowOutTheEdgeNodeOfTheSameLogin() throws Exception {
        EdgeNodeSettings settings = EdgeNodeSettings.of(broker.uri(), "g", name, "d");
        try (EdgeNode node = new EdgeNode(settings)) {
            node.start();
            await(node::connected);
            link = new SampleLink(settings.endpoint(), name + "/+", settings.backoff(new SplittableRandom(1)), 10, 1_000);
            link.start();
            await(link::connected);
            publish(broker.uri(), "a");
            assertEquals("a", next());
            assertTrue(node.connected());
            assertEquals(0, node.reconnects());
        }
    }

    @Test
    void shouldHearAgainWhenBrokerRestarts() throws Exception {
        int port = TestBroker.freePort();
        URI uri = URI.create("tcp://127.0.0.1:" + port);
        create(uri, 10, 1_000).start();
        await(() -> link.lastError().isPresent()); // not there yet
        assertFalse(link.offer("a", new byte[0]));
        try (TestBroker first = TestBroker.start(folder.resolve("first"), port)) {
            await(link::connected);
            publish(uri, "a");
            assertEquals("a", next());
        }
        await(() -> !link.connected());
        assertFalse(link.offer("a", new byte[0]));
        try (TestBroker second = TestBroker.start(folder.resolve("second"), port)) {
            await(link::connected);
            publish(uri, "c");
            assertEquals("c", next());
            assertEquals(1, link.reconnects());
            link.close();
        }
    }

    @Test
    void shouldReturnAtOnceWhenBrokerNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            create(URI.create("tcp://127.0.0.1:" + silent.getLocalPort()), 10, 1_000).start();
            assertNull(link.poll());
            assertFalse(link.offer("a", new byte[0]));
            await(() -> link.lastError().isPresent());
            assertFalse(link.connected());
        }
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), new SplittableRandom(1));
        MqttEndpoint login = login(URI.create("tcp://127.0.0.1"));
        assertThrows(IllegalArgumentException.class, () -> new SampleLink(login, "a/#/b", backoff, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SampleLink(login, "a", backoff, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new SampleLink(login, "a", backoff, 1, 0));
    }
}
