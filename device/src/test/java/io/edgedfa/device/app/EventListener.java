package io.edgedfa.device.app;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Someone who listens to a board's events: plain Paho, QoS 1. */
final class EventListener implements AutoCloseable {
    private final MqttClient client;
    private final Map<Long, JsonObject> events = new ConcurrentHashMap<>();
    private final Map<Long, JsonObject> conflicts = new ConcurrentHashMap<>();

    EventListener(URI broker, String topic) throws MqttException {
        client = new MqttClient(broker.toString(), MqttClient.generateClientId(), new MemoryPersistence());
        client.setCallback(new MqttCallback() {
            @Override
            public void messageArrived(String arrivedOn, MqttMessage message) {
                arrived(JsonParser.parseString(new String(message.getPayload(), StandardCharsets.UTF_8)).getAsJsonObject());
            }

            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {}
        });
        client.connect();
        client.subscribe(topic, 1);
    }

    private void arrived(JsonObject event) {
        JsonObject before = events.putIfAbsent(event.get("number").getAsLong(), event);
        if (before != null && !before.equals(event)) {
            conflicts.put(event.get("number").getAsLong(), event);
        }
    }

    /** Each event by its number. */
    Map<Long, JsonObject> events() {
        return events;
    }

    /** Events that came under a number that another had. */
    Map<Long, JsonObject> conflicts() {
        return conflicts;
    }

    boolean has(String kind) {
        return events.values().stream().anyMatch(event -> event.get("kind").getAsString().equals(kind));
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 200);
        client.close(true);
    }
}
