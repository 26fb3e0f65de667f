package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.delivery.GoBackN;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A host that keeps what one board numbers, and says so: go-back-N over plain Paho. */
public final class AcknowledgingHost implements AutoCloseable {
    private final MqttAsyncClient client;
    private final String commands;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<Long, GoBackN> boards = new ConcurrentHashMap<>(); // by store
    private final Map<Long, String> names = new HashMap<>(); // by alias
    private final List<Stored> stored = new CopyOnWriteArrayList<>();
    private long store;
    private volatile int lossPercent;
    private volatile boolean silent;

    /** An entry, with its values by name. */
    public record Stored(long store, long number, long timeMs, boolean historical, Map<String, Object> values) {}

    public AcknowledgingHost(URI broker, String group, String edgeNode) throws MqttException {
        commands = "spBv1.0/" + group + "/NCMD/" + edgeNode;
        client = new MqttAsyncClient(broker.toString(), MqttAsyncClient.generateClientId(), new MemoryPersistence());
        client.setCallback(new MqttCallback() {
            @Override
            public void messageArrived(String topic, MqttMessage message) throws Exception {
                arrived(topic.split("/")[2], PayloadCodec.decode(message.getPayload()));
            }

            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {}
        });
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(1_000); // a sender thread that gets no turn must not end the connection
        client.connect(options).waitForCompletion();
        client.subscribe(new String[] {"spBv1.0/" + group + "/+/" + edgeNode, "spBv1.0/" + group + "/+/" + edgeNode + "/+"},
                new int[] {1, 1}).waitForCompletion();
        rebirth();
    }

    /** From now on so many of the board's data messages never arrive. */
    public AcknowledgingHost lose(int percent) {
        lossPercent = percent;
        return this;
    }

    /** Whether it says what it has. */
    public void silent(boolean still) {
        silent = still;
    }

    private void arrived(String type, Payload payload) throws MqttException {
        if (type.endsWith("BIRTH")) {
            payload.metrics().stream().filter(metric -> metric.alias() != Metric.NO_ALIAS)
                    .forEach(metric -> names.put(metric.alias(), metric.name()));
        }
        if (type.equals("NBIRTH")) {
            store = payload.metrics().stream().filter(metric -> BoardMetrics.OUTBOX_STORE.equals(metric.name()))
                    .mapToLong(metric -> (Long) metric.value()).findFirst().orElse(0);
            acknowledge();
        } else if (type.endsWith("DATA") && random.nextInt(100) >= lossPercent) {
            data(payload);
        }
    }

    private void data(Payload payload) throws MqttException {
        Map<String, Object> values = new HashMap<>();
        payload.metrics().forEach(metric -> values.put(names.get(metric.alias()), metric.value()));
        Long number = (Long) values.remove(BoardMetrics.OUTBOX_NUMBER);
        Long previous = (Long) values.remove(BoardMetrics.OUTBOX_PREVIOUS);
        if (number != null && store != 0) {
            if (boards.computeIfAbsent(store, id -> new GoBackN()).offer(number, previous)) {
                Metric first = payload.metrics().get(0);
                stored.add(new Stored(store, number, first.timestamp(), first.historical(), values));
            }
            acknowledge();
        }
    }

    private void acknowledge() throws MqttException {
        if (store != 0 && !silent && random.nextInt(100) >= lossPercent) {
            long upTo = boards.computeIfAbsent(store, id -> new GoBackN()).acknowledged();
            command(Metric.of(BoardMetrics.OUTBOX_ACKNOWLEDGED, 1, upTo), Metric.of(BoardMetrics.OUTBOX_STORE, 1, store));
        }
    }

    /** Asks for births. */
    public void rebirth() throws MqttException {
        command(Metric.of(BoardMetrics.REBIRTH, 1, true));
    }

    /** Publishes to the node's commands. */
    public void command(Metric... metrics) throws MqttException {
        client.publish(commands, PayloadCodec.encode(new Payload(1, Payload.NO_SEQ, List.of(metrics))), 0, false);
    }

    /** All entries, each once, in the order of their coming. */
    public List<Stored> stored() {
        return stored;
    }

    /** Their numbers in one store. */
    public List<Long> numbers(long storeId) {
        return stored.stream().filter(entry -> entry.store() == storeId).map(Stored::number).toList();
    }

    /** Whether an event of this kind is among them. */
    public boolean hasEvent(String kind) {
        return stored.stream().anyMatch(entry -> kind.equals(entry.values().get(BoardMetrics.EVENT_KIND)));
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 200);
        client.close(true);
    }
}
