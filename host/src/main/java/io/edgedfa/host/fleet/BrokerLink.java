package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.PatientSocketFactory;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.ScheduledExecutorPingSender;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's connection to the broker, made again for as long as it takes. Paho's own reconnecting is not used (its first
 * attempt is never retried, its delay is shared by all clients of the process): every attempt gets a new client, and the old
 * one is closed, because a Paho client whose connecting failed keeps its threads.
 */
final class BrokerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
    private static final int KEEP_ALIVE_SECONDS = 5;
    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    private static final long STEP_TIMEOUT_MS = 10_000;
    private static final int SUBSCRIPTION_REFUSED = 128;

    /** Hears of the connection; called on the link's threads, must not block. */
    interface Listener {
        void connected();

        void lost();

        void arrived(String topic, byte[] payload);
    }

    private final FleetSettings settings;
    private final String clientId;
    private final Listener listener;
    private final Backoff backoff = new Backoff(new SplittableRandom());
    private final Thread thread = new Thread(this::run, "broker-link");
    private volatile boolean closed;
    private volatile MqttAsyncClient client;
    private String lastProblem = "";

    BrokerLink(FleetSettings settings, String clientId, Listener listener) {
        this.settings = settings;
        this.clientId = clientId;
        this.listener = listener;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Sends at most once (QoS 0), without waiting. @return false if it cannot be sent now */
    boolean publish(String topic, byte[] payload) {
        MqttAsyncClient current = client;
        try {
            if (current == null || !current.isConnected()) {
                return false;
            }
            current.publish(topic, payload, 0, false);
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    private void run() {
        while (!closed) {
            try {
                holdOneConnection();
                if (!closed) { // Paho may have swallowed the interrupt
                    Thread.sleep(backoff.nextMs());
                }
            } catch (InterruptedException e) {
                return; // only close() interrupts
            }
        }
    }

    /** Connects, subscribes, and returns when the connection is gone. */
    private void holdOneConnection() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        // Paho's own timer is no daemon thread and would keep the program from ending.
        ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(BrokerLink::daemon);
        boolean told = false;
        try {
            MqttAsyncClient attempt = new MqttAsyncClient(settings.brokerUri(), clientId, new MemoryPersistence(),
                    new ScheduledExecutorPingSender(pings));
            client = attempt;
            attempt.setCallback(new Inbound(gone));
            attempt.connect(options()).waitForCompletion(STEP_TIMEOUT_MS);
            listener.connected(); // before the first message can arrive
            told = true;
            subscribe(attempt);
            backoff.reset();
            lastProblem = "";
            LOG.info("connected to {} as {}, group {}", settings.brokerUri(), clientId, settings.group());
            if (!closed) {
                gone.await();
            }
        } catch (MqttException e) {
            logOnce("no connection to " + settings.brokerUri() + ": " + reason(e));
        } finally {
            if (told) {
                listener.lost();
            }
            discard();
            pings.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "broker-ping");
        thread.setDaemon(true);
        return thread;
    }

    private MqttConnectOptions options() {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(true); // Sparkplug asks it of hosts; what was missed comes with the next birth
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout(CONNECT_TIMEOUT_SECONDS);
        options.setMaxInflight(1_000);
        options.setAutomaticReconnect(false);
        options.setHttpsHostnameVerificationEnabled(true);
        if (settings.brokerUri().startsWith("tcp:")) {
            options.setSocketFactory(new PatientSocketFactory());
        }
        if (settings.username() != null) {
            options.setUserName(settings.username());
        }
        if (settings.password() != null) {
            options.setPassword(settings.password().toCharArray());
        }
        return options;
    }

    private void subscribe(MqttAsyncClient attempt) throws MqttException {
        String filter = Topic.NAMESPACE + "/" + settings.group() + "/#";
        IMqttToken token = attempt.subscribe(filter, 1);
        token.waitForCompletion(STEP_TIMEOUT_MS);
        for (int granted : token.getGrantedQos()) {
            if (granted >= SUBSCRIPTION_REFUSED) {
                throw new MqttException(new IllegalStateException("the broker refuses the subscription to " + filter));
            }
        }
    }

    private void discard() {
        MqttAsyncClient old = client;
        client = null;
        if (old == null) {
            return;
        }
        try {
            old.disconnectForcibly(0, 500, true);
        } catch (MqttException e) {
            LOG.debug("disconnecting: {}", e.getMessage());
        }
        try {
            old.close(true);
        } catch (MqttException e) {
            LOG.warn("a closed connection kept its resources: {}", e.getMessage());
        }
    }

    /** The same problem is worth one line, not one per attempt. */
    private void logOnce(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            LOG.warn("{}; trying again", problem);
        }
    }

    private static String reason(MqttException e) {
        return e.getCause() == null ? e.getMessage() : e.getMessage() + " (" + e.getCause().getMessage() + ")";
    }

    /** Stops trying and disconnects. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Inbound implements MqttCallback {
        private final CountDownLatch gone;

        Inbound(CountDownLatch gone) {
            this.gone = gone;
        }

        @Override
        public void connectionLost(Throwable cause) {
            LOG.warn("lost the connection to {}: {}", settings.brokerUri(), cause == null ? "closed" : cause.getMessage());
            gone.countDown();
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            listener.arrived(topic, message.getPayload());
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // QoS 0 only
        }
    }
}
