package io.edgedfa.host.fleet.command;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Hears the commands that a host publishes: plain Paho. */
final class CommandEar implements AutoCloseable {
    private final MqttClient client;
    private final List<Map<String, Object>> heard = new CopyOnWriteArrayList<>();

    CommandEar(String brokerUri) throws MqttException {
        client = new MqttClient(brokerUri, MqttClient.generateClientId(), new MemoryPersistence());
        client.connect();
        client.subscribe("spBv1.0/+/NCMD/+", 1, (topic, message) -> {
            Payload payload = PayloadCodec.decode(message.getPayload());
            Map<String, Object> command = new TreeMap<>();
            for (Metric metric : payload.metrics()) {
                command.put(metric.name(), metric.value());
            }
            if (command.containsKey(BoardMetrics.COMMAND_ID)) {
                command.put("topic", topic);
                heard.add(command);
            }
        });
    }

    /** Commands in the order they came. */
    List<Map<String, Object>> heard() {
        return heard;
    }

    long count(String id) {
        return heard.stream().filter(command -> id.equals(command.get(BoardMetrics.COMMAND_ID))).count();
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 200);
        client.close(true);
    }
}
