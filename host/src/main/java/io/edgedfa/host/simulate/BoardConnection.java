package io.edgedfa.host.simulate;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.net.URI;
import java.util.function.Consumer;

/**
 * One board's connection to the broker; all of them share a few event loops. Nothing here waits, and what happens is told on
 * network threads.
 */
final class BoardConnection {
    /** Told on network threads, in order. */
    interface Listener {
        /** Connected, and commands will be heard. */
        void connected();

        /** The attempt has failed, or the connection is gone; may be told twice. */
        void lost();

        void command(byte[] payload);
    }

    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final MqttClientExecutorConfig SHARED = MqttClientExecutorConfig.builder().nettyThreads(2).build();

    private final Mqtt3AsyncClient client;
    private final Listener listener;

    BoardConnection(URI broker, String clientId, Listener listener) {
        this.listener = listener;
        Mqtt3ClientBuilder builder = Mqtt3Client.builder().identifier(clientId)
                .serverHost(broker.getHost()).serverPort(broker.getPort())
                .executorConfig(SHARED)
                .addDisconnectedListener(context -> listener.lost());
        client = (broker.getScheme().equals("ssl") ? builder.sslWithDefaultConfig() : builder).buildAsync();
    }

    /** Connects with a will and subscribes to commands. To be called when there is no connection. */
    void open(String willTopic, byte[] will, String commandTopic) {
        Consumer<Mqtt3Publish> command = message -> listener.command(message.getPayloadAsBytes());
        client.connectWith().cleanSession(true).keepAlive(KEEP_ALIVE_SECONDS)
                .willPublish().topic(willTopic).payload(will).qos(MqttQos.AT_LEAST_ONCE).applyWillPublish()
                .send()
                .thenCompose(connected -> client.subscribeWith().topicFilter(commandTopic).qos(MqttQos.AT_LEAST_ONCE)
                        .callback(command).send())
                .whenComplete((subscribed, failure) -> {
                    if (failure == null) {
                        listener.connected();
                    } else if (client.getState().isConnected()) {
                        client.disconnect(); // the listener hears of it
                    } else {
                        listener.lost(); // an attempt the client refused itself is told nowhere else
                    }
                });
    }

    /** Publishes with QoS 0. @return false if there is no connection */
    boolean publish(String topic, byte[] payload) {
        if (!client.getState().isConnected()) {
            return false;
        }
        client.publish(Mqtt3Publish.builder().topic(topic).payload(payload).qos(MqttQos.AT_MOST_ONCE).build());
        return true;
    }

    /** Ends the connection; what was published before goes out first. */
    void close() {
        if (client.getState().isConnected()) {
            client.disconnect();
        }
    }
}
