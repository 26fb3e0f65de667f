package io.edgedfa.host.access;

import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Someone who says and asks for whatever they like, with a certificate. */
final class Client implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final MqttClient mqtt;
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    private Client(MqttClient mqtt) {
        this.mqtt = mqtt;
    }

    static Client connect(String uri, TlsFiles tls) throws Exception {
        return connect(uri, tls, new MqttConnectOptions());
    }

    /** @throws Exception if the broker does not let it in */
    static Client connect(String uri, TlsFiles tls, MqttConnectOptions options) throws Exception {
        Client client = new Client(new MqttClient(uri, "client-" + COUNT.incrementAndGet(), new MemoryPersistence()));
        options.setSocketFactory(tls.context().getSocketFactory());
        options.setConnectionTimeout(20);
        options.setMaxInflight(1_000); // Paho counts one down on another thread, only after it has told the sender
        client.mqtt.setTimeToWait(20_000);
        client.mqtt.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {
                // seen in connected()
            }

            @Override
            public void messageArrived(String topic, MqttMessage message) {
                client.heard.add(topic);
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {
                // nobody waits for it
            }
        });
        client.mqtt.connect(options);
        return client;
    }

    /** QoS 1: on return the broker has it, whatever it does with it. */
    void say(String topic, byte[] payload) throws MqttException {
        mqtt.publish(topic, payload, 1, false);
    }

    /** QoS 0: nobody answers. */
    void throwOver(String topic, byte[] payload) throws MqttException {
        mqtt.publish(topic, payload, 0, false);
    }

    void say(String topic, int seq, List<Metric> metrics) throws MqttException {
        say(topic, PayloadCodec.encode(new Payload(System.currentTimeMillis(), seq, metrics)));
    }

    Client listen(String filter) throws MqttException {
        mqtt.subscribe(filter, 1);
        return this;
    }

    /** Topics of all that arrived. */
    Set<String> heard() {
        return heard;
    }

    boolean connected() {
        return mqtt.isConnected();
    }

    @Override
    public void close() throws MqttException {
        try {
            mqtt.disconnectForcibly(0, 1_000, true);
        } finally {
            mqtt.close(true);
        }
    }
}
