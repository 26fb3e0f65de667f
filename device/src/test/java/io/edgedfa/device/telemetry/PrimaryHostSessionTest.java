package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A board with a primary host, on a real broker. */
class PrimaryHostSessionTest {
    @TempDir
    Path folder;

    @Test
    void shouldBeBornWhenItsPrimaryHostIsOnlineAndSayGoodbyeWhenThatGoesOffline() throws Exception {
        try (TestBroker broker = TestBroker.start(folder);
                HostObserver observer = new HostObserver(broker.uri(), "b");
                EdgeNode board = new EdgeNode(EdgeNodeSettings.of(broker.uri(), "g", "b", "d").withPrimaryHost("scada")
                        .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ofMillis(100)))) {
            MqttClient host = new MqttClient(broker.uri().toString(), "host", new MemoryPersistence());
            host.connect();
            board.report(List.of(Metric.of("accuracy", 1, 0.5)));
            board.start();
            state(host, "other", true, 1);
            assertNull(observer.nextWithin(500), "not born before its host");
            assertTrue(board.lastError().orElse("").contains("the primary host scada is not online"), board.lastError().toString());
            state(host, "scada", true, 1_000);
            assertEquals(0L, observer.next(MessageType.NBIRTH).bdSeq());
            observer.next(MessageType.DBIRTH);
            state(host, "scada", false, 999);
            assertNull(observer.nextWithin(300), "older than what it said last");
            state(host, "scada", false, 1_001);
            assertEquals(0L, observer.next(MessageType.NDEATH).bdSeq());
            assertNull(observer.nextWithin(500), "the will came, too, or a birth");
            assertFalse(board.connected());
            state(host, "scada", true, 1_002);
            assertTrue(observer.next(MessageType.NBIRTH).bdSeq() > 0);
            host.disconnectForcibly(0, 200);
            host.close(true);
        }
    }

    private static void state(MqttClient host, String id, boolean online, long timestamp) throws Exception {
        host.publish("spBv1.0/STATE/" + id, ("{\"online\":" + online + ",\"timestamp\":" + timestamp + "}").getBytes(StandardCharsets.UTF_8),
                1, true);
    }
}
