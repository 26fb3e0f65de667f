package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The link against brokers that misbehave; each is a socket that says what the test wants. */
class BrokerLinkTest {
    private static final byte[] CONNACK = HexFormat.of().parseHex("20020000");
    private static final byte[] SUBACK_REFUSED = HexFormat.of().parseHex("9003000180"); // of packet 1
    private static final byte[] SUBACK = HexFormat.of().parseHex("9003000101");
    private static final byte[] PUBLISH = HexFormat.of().parseHex("3004000161" + "62"); // topic "a", payload "b"

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final BrokerLink.Listener listener = new BrokerLink.Listener() {
        @Override
        public void connected() {
            heard.add("connected");
        }

        @Override
        public void lost() {
            heard.add("lost");
        }

        @Override
        public void arrived(String topic, byte[] payload) {
            heard.add(topic + "=" + new String(payload));
        }

        @Override
        public void failed(String problem) {
            problems.add(problem);
        }
    };

    private BrokerLink linkTo(ServerSocket broker, String clientId) {
        MqttEndpoint endpoint = new MqttEndpoint(URI.create("tcp://127.0.0.1:" + broker.getLocalPort()), clientId, null, null,
                Duration.ofSeconds(5), Duration.ofSeconds(5));
        Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), new SplittableRandom(1));
        BrokerLink link = new BrokerLink(endpoint, "g/#", backoff, listener);
        link.start();
        return link;
    }

    private static ServerSocket server() throws Exception {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(15_000); // a link that gives up must fail the test, not stop it
        return server;
    }

    private static void answer(Socket connection, byte[] answer) throws Exception {
        assertTrue(connection.getInputStream().read(new byte[8_192]) > 0);
        connection.getOutputStream().write(answer);
    }

    @Test
    void shouldCloseAtOnceWhenTheBrokerNeverAnswers() throws Exception {
        try (ServerSocket silent = server()) {
            BrokerLink link = linkTo(silent, "link-silent");
            Thread.sleep(200); // into the wait for an answer
            long begun = System.nanoTime();
            link.close();
            long ms = (System.nanoTime() - begun) / 1_000_000;
            assertTrue(ms < 1_000, ms + " ms");
            assertEquals(List.of(), heard);
        }
        await(() -> threadsOf("link-silent") == 0);
    }

    @Test
    void shouldTryAgainWhenTheSubscriptionIsRefused() throws Exception {
        try (ServerSocket server = server(); BrokerLink link = linkTo(server, "link-refused")) {
            try (Socket connection = server.accept()) {
                answer(connection, CONNACK);
                answer(connection, SUBACK_REFUSED);
                await(() -> heard.equals(List.of("connected", "lost")));
                assertFalse(link.publish("topic", new byte[0]));
                assertFalse(link.subscribed());
                assertTrue(problems.get(0).endsWith("subscribe: the broker refuses g/#"), problems.toString());
            }
            server.accept().close();
        }
        await(() -> threadsOf("link-refused") == 0);
    }

    @Test
    void shouldHearMessagesAndSayGoodbyeWhenClosed() throws Exception {
        try (ServerSocket server = server(); BrokerLink link = linkTo(server, "link-goodbye");
                Socket connection = server.accept()) {
            answer(connection, CONNACK);
            answer(connection, SUBACK);
            connection.getOutputStream().write(PUBLISH);
            await(() -> heard.equals(List.of("connected", "a=b")));
            assertTrue(link.subscribed());
            link.close();
            assertFalse(link.subscribed());
            assertEquals(List.of("connected", "a=b", "lost"), heard);
            assertEquals("e000", HexFormat.of().formatHex(connection.getInputStream().readNBytes(2))); // DISCONNECT
        }
        await(() -> threadsOf("link-goodbye") == 0);
    }

    /** Paho's threads carry the client id. */
    private static long threadsOf(String clientId) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains(clientId)).count();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 15_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 15 s");
            Thread.sleep(5);
        }
    }
}
