package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host says of itself, as others hear it. */
class HostStateTest {
    @TempDir
    Path folder;

    private static EmbeddedBroker broker;

    private final BlockingQueue<MqttMessage> heard = new LinkedBlockingQueue<>();
    private FaultyLink link;
    private Store store;
    private Fleet fleet;
    private MqttClient other;
    private String topic;

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
        link = new FaultyLink(broker.port());
        store = Store.open(folder.resolve("host.db"));
        topic = "spBv1.0/STATE/edgedfa-host-" + store.hostId();
        other = new MqttClient(broker.uri(), "other", new MemoryPersistence());
        other.connect();
        other.subscribe(topic, 1, (any, message) -> heard.add(message));
        fleet = Fleet.start(FleetSettings.of(link.uri(), "edgedfa"), store, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        fleet.close();
        store.close();
        link.close();
        other.disconnect();
        other.close();
    }

    @Test
    void shouldSayOnlineRetainedWhenItIsSubscribed() throws Exception {
        long nowMs = System.currentTimeMillis();
        JsonObject birth = next(true);
        assertEquals(2, birth.size());
        assertTrue(Math.abs(birth.get("timestamp").getAsLong() - nowMs) < 60_000);
        other.unsubscribe(topic);
        other.subscribe(topic, 1, (any, message) -> heard.add(message));
        assertTrue(heard.poll(10, TimeUnit.SECONDS).isRetained());
    }

    @Test
    void shouldSayOfflineWithTheTimeOfItsBirthWhenItsConnectionBreaks() throws Exception {
        JsonObject birth = next(true);
        link.strike(FaultyLink.Fault.RESET);
        assertEquals(birth.get("timestamp"), next(false).get("timestamp"));
        link.heal();
        assertTrue(next(true).get("timestamp").getAsLong() > birth.get("timestamp").getAsLong());
    }

    @Test
    void shouldSayOfflineWhenItIsClosed() throws Exception {
        next(true);
        fleet.close();
        next(false);
    }

    @Test
    void shouldSayOnlineAgainWhenAnotherSaysItIsNot() throws Exception {
        JsonObject birth = next(true);
        other.publish(topic, "{\"timestamp\": 1, \"online\" : false}".getBytes(StandardCharsets.UTF_8), 1, true);
        next(false);
        assertEquals(birth, next(true));
    }

    private JsonObject next(boolean online) throws InterruptedException {
        MqttMessage message = heard.poll(20, TimeUnit.SECONDS);
        assertFalse(message == null, "nothing heard");
        assertEquals(1, message.getQos());
        JsonObject state = JsonParser.parseString(new String(message.getPayload(), StandardCharsets.UTF_8)).getAsJsonObject();
        assertEquals(online, state.get("online").getAsBoolean());
        return state;
    }
}
