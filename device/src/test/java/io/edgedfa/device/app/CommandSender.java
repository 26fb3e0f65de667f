package io.edgedfa.device.app;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A host that gives a board commands and counts its births: plain Paho. It acknowledges nothing, so all answers stay in the outbox. */
final class CommandSender implements AutoCloseable {
    private final MqttClient client;
    private final String board;
    private final AtomicInteger births = new AtomicInteger();

    CommandSender(URI broker, String board) throws MqttException {
        this.board = board;
        client = new MqttClient(broker.toString(), MqttClient.generateClientId(), new MemoryPersistence());
        client.connect();
        client.subscribe("spBv1.0/edgedfa/NBIRTH/" + board, 1, (topic, message) -> births.incrementAndGet());
    }

    int births() {
        return births.get();
    }

    void send(String id, String name, String argument) throws MqttException {
        send(id, name, argument, System.currentTimeMillis() + 600_000);
    }

    void send(String id, String name, String argument, long expiresMs) throws MqttException {
        long nowMs = System.currentTimeMillis();
        client.publish("spBv1.0/edgedfa/NCMD/" + board, PayloadCodec.encode(new Payload(nowMs, Payload.NO_SEQ, List.of(
                Metric.of(BoardMetrics.COMMAND_ID, nowMs, id),
                Metric.of(BoardMetrics.COMMAND_NAME, nowMs, name),
                Metric.of(BoardMetrics.COMMAND_ARGUMENT, nowMs, argument),
                Metric.of(BoardMetrics.COMMAND_EXPIRES_MILLIS, nowMs, expiresMs)))), 0, false);
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 200);
        client.close(true);
    }
}
