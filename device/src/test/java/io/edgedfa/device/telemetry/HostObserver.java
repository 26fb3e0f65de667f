package io.edgedfa.device.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.edgedfa.device.telemetry.sparkplug.MessageType;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.model.MetricDataTypeMap;

/** A host that shares no code with the board: plain Paho, QoS 1, decoding with Tahu, which keeps the births' types by alias. */
final class HostObserver implements AutoCloseable {
    private static final int LIMIT_S = 60; // a board under emulation beside other work takes ten to be born

    private final MqttClient client;
    private final String edgeNode;
    private final MetricDataTypeMap types = new MetricDataTypeMap();
    private final BlockingQueue<Seen> arrived = new LinkedBlockingQueue<>();

    /** One message as it came; {@code raw} are its bytes. */
    record Seen(String topic, SparkplugBPayload payload, int qos, boolean retained, byte[] raw) {
        Metric metric(String name) {
            return payload.getMetrics().stream().filter(m -> name.equals(m.getName())).findFirst().orElseThrow(
                    () -> new AssertionError(name + " is not in " + payload));
        }

        long bdSeq() {
            return (Long) metric("bdSeq").getValue();
        }

        List<String> names() {
            return payload.getMetrics().stream().map(Metric::getName).toList();
        }
    }

    /** Observes what the edge node of group "g" says. */
    HostObserver(URI broker, String edgeNode) throws MqttException {
        this.edgeNode = edgeNode;
        client = new MqttClient(broker.toString(), MqttClient.generateClientId(), new MemoryPersistence());
        client.connect();
        client.subscribe(new String[] {"spBv1.0/g/+/" + edgeNode, "spBv1.0/g/+/" + edgeNode + "/+"}, new int[] {1, 1});
        client.setCallback(new org.eclipse.paho.client.mqttv3.MqttCallback() {
            @Override
            public void messageArrived(String topic, MqttMessage message) throws Exception {
                arrive(topic, message);
            }

            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void deliveryComplete(org.eclipse.paho.client.mqttv3.IMqttDeliveryToken token) {}
        });
    }

    private void arrive(String topic, MqttMessage message) throws Exception {
        if (topic.contains("CMD")) {
            return;
        }
        SparkplugBPayload payload = new SparkplugBPayloadDecoder().buildFromByteArray(message.getPayload(), types);
        if (topic.contains("BIRTH")) {
            for (Metric metric : payload.getMetrics()) {
                types.addMetricDataType(metric.getName(), metric.getDataType());
                if (metric.hasAlias()) {
                    types.addMetricDataType(metric.getAlias(), metric.getDataType());
                }
            }
        }
        arrived.add(new Seen(topic, payload, message.getQos(), message.isRetained(), message.getPayload()));
    }

    /** The next message of this type; those before it are passed over, for an observer that may have come in the middle. */
    Seen skipTo(MessageType type) throws InterruptedException {
        Seen seen = nextWithin(LIMIT_S * 1_000);
        while (seen != null && !seen.topic().contains("/" + type + "/")) {
            seen = nextWithin(LIMIT_S * 1_000);
        }
        assertNotNull(seen, "no " + type);
        return seen;
    }

    /** The next message, which must be of this type. */
    Seen next(MessageType type) throws InterruptedException {
        Seen seen = arrived.poll(LIMIT_S, TimeUnit.SECONDS);
        assertNotNull(seen, "no " + type + " within " + LIMIT_S + " s");
        assertEquals("spBv1.0/g/" + type + "/" + edgeNode + (type.ofDevice() ? "/d" : ""), seen.topic());
        return seen;
    }

    /** What comes within a short while; null for nothing. */
    Seen nextWithin(long ms) throws InterruptedException {
        return arrived.poll(ms, TimeUnit.MILLISECONDS);
    }

    /** Writes to a metric of the node: NCMD, encoded by Tahu. */
    void command(String metric, boolean value) throws Exception {
        SparkplugBPayload command = new SparkplugBPayload(new java.util.Date(), List.of(
                new Metric(metric, null, new java.util.Date(), MetricDataType.Boolean, null, null, null, null, value)));
        publish(new SparkplugBPayloadEncoder().getBytes(command, false));
    }

    void publish(byte[] command) throws MqttException {
        client.publish("spBv1.0/g/NCMD/" + edgeNode, command, 1, false);
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 200);
        client.close(true);
    }
}
