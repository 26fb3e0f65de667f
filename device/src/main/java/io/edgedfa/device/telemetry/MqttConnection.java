package io.edgedfa.device.telemetry;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.ScheduledExecutorPingSender;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * One connection to an MQTT 3.1.1 broker, from the attempt to connect to its takedown; made again means made anew.
 *
 * <p>One thread, the owner's, connects, subscribes, publishes, and in the end discards. Each of these waits has an end: the
 * step's own time limit, the connection's loss, or the closing of its owner. Paho's threads do no more than set a field under
 * the owner's lock and wake that thread, or hand a message over.
 *
 * <p>Around Paho 1.2.5: its automatic reconnect is not used (a first attempt that fails is never retried, the delay is shared by
 * all clients of the process), nor its stores on disk, nor its timer, and a client is never taken down while its threads start.
 */
public final class MqttConnection {
    private static final int REFUSED_QOS = 0x80; // MQTT 3.1.1, section 3.9.3

    private final MqttEndpoint endpoint;
    private final Object lock;
    private final BooleanSupplier closing;
    private final Inbound inbound;
    // Paho's own timer is no daemon thread and would keep the program from ending
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(MqttConnection::daemon);
    private MqttAsyncClient client;
    private long unsettledUntil; // System.nanoTime
    private volatile boolean discarded;
    private Throwable lost; // guarded by lock

    /**
     * A message on its way out.
     *
     * @param retained whether the broker keeps it for later subscribers
     */
    public record Message(String topic, byte[] payload, int qos, boolean retained) {
        /** Not retained. */
        public Message(String topic, byte[] payload, int qos) {
            this(topic, payload, qos, false);
        }
    }

    /** Takes messages in, on Paho's thread: must neither block nor throw, either would cost the connection. */
    public interface Inbound {
        void arrived(String topic, byte[] payload);
    }

    /** An asynchronous call of Paho. */
    private interface Call {
        void start(Step step) throws MqttException;
    }

    /** Paho's answer to one asynchronous call. */
    private final class Step implements IMqttActionListener {
        private boolean done;
        private IMqttToken token;
        private Throwable error;

        @Override
        public void onSuccess(IMqttToken answered) {
            token = answered; // published by the lock in end
            end(null);
        }

        @Override
        public void onFailure(IMqttToken unanswered, Throwable cause) {
            end(cause == null ? new IOException("no reason given") : cause);
        }

        private void end(Throwable cause) {
            synchronized (lock) {
                done = true;
                error = cause;
                lock.notifyAll();
            }
        }
    }

    /** What Paho tells without having been asked. */
    private final class Callback implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {
            synchronized (lock) {
                lost = cause == null ? new IOException("no reason given") : cause;
                lock.notifyAll();
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            if (!discarded) {
                inbound.arrived(topic, message.getPayload());
            }
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // every publish has its own step, or nobody waits for it
        }
    }

    /**
     * Does nothing yet.
     *
     * @param lock    notified at every change; held neither during input and output nor while a message is handed over
     * @param closing read under the lock: whether to give up waiting. Whoever makes it true must notify the lock
     */
    public MqttConnection(MqttEndpoint endpoint, Object lock, BooleanSupplier closing, Inbound inbound) {
        this.endpoint = endpoint;
        this.lock = lock;
        this.closing = closing;
        this.inbound = inbound;
    }

    /**
     * Connects with a clean session. Call once.
     *
     * @param will what the broker publishes if the connection ends without {@link #farewell}; null for nothing
     * @throws IOException saying why it failed; then only {@link #discard} is left to do
     */
    public void connect(Message will, long limitMs) throws IOException, InterruptedException {
        MqttConnectOptions options = options(will);
        try {
            client = new MqttAsyncClient(endpoint.broker().toString(), endpoint.clientId(), new MemoryPersistence(),
                    new ScheduledExecutorPingSender(pings));
        } catch (MqttException e) {
            throw new IOException(reason(e), e);
        }
        client.setCallback(new Callback());
        unsettledUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PatientStream.SETTLE_MS);
        complete("connect", limitMs, true, step -> client.connect(options, null, step));
    }

    private MqttConnectOptions options(Message will) throws IOException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) endpoint.connectTimeout().toSeconds());
        options.setKeepAliveInterval((int) endpoint.keepAlive().toSeconds());
        options.setMaxInflight(1_000);
        options.setHttpsHostnameVerificationEnabled(true);
        if (will != null) {
            options.setWill(will.topic(), will.payload(), will.qos(), will.retained());
        }
        options.setSocketFactory(endpoint.broker().getScheme().equals("tcp")
                ? new PatientSocketFactory()
                : new PatientTlsSocketFactory(endpoint.tls().context().getSocketFactory()));
        if (endpoint.username() != null) {
            options.setUserName(endpoint.username());
        }
        if (endpoint.password() != null) {
            options.setPassword(endpoint.password().get());
        }
        return options;
    }

    /** Subscribes; a refusal by the broker is an error. Messages may arrive before this returns. */
    public void subscribe(String filter, int qos, long limitMs) throws IOException, InterruptedException {
        int[] granted = complete("subscribe", limitMs, true, step -> client.subscribe(filter, qos, null, step)).getGrantedQos();
        if (granted.length > 0 && granted[0] == REFUSED_QOS) {
            throw new IOException("subscribe: the broker refuses " + filter);
        }
    }

    /** Publishes, and returns when the bytes are with the operating system (QoS 0) or the broker has answered. */
    public void publish(Message message, long limitMs) throws IOException, InterruptedException {
        publish(message, limitMs, true);
    }

    private void publish(Message message, long limitMs, boolean untilClosing) throws IOException, InterruptedException {
        complete("publish " + message.topic(), limitMs, untilClosing,
                step -> client.publish(message.topic(), message.payload(), message.qos(), message.retained(), null, step));
    }

    /** Publishes without waiting for anything. Any thread may call it once connected. Returns false if it cannot be sent now. */
    public boolean offer(Message message) {
        try {
            if (discarded || !client.isConnected()) {
                return false;
            }
            client.publish(message.topic(), message.payload(), message.qos(), message.retained());
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    /** Whether the connection was made and is gone. Call under the lock. */
    public boolean lost() {
        return lost != null;
    }

    /** Call under the lock. @throws IOException if the connection was made and is gone */
    public void requireAlive() throws IOException {
        if (lost != null) {
            throw new IOException("connection lost: " + reason(lost), lost);
        }
    }

    /**
     * Says an intended goodbye, also while closing: a last message, then DISCONNECT, which keeps the broker from publishing the
     * will. Best effort, with a time limit for each of the two.
     *
     * @param last null for none
     */
    public void farewell(Message last, long stepLimitMs) throws InterruptedException {
        if (client == null || !client.isConnected()) {
            return;
        }
        try {
            if (last != null) {
                publish(last, stepLimitMs, false);
            }
            complete("disconnect", stepLimitMs, false, step -> client.disconnect(0, null, step));
        } catch (IOException unheard) {
            // the broker publishes the will instead
        }
    }

    /** Takes the connection down without waiting for it: Paho's own way may wait for the network. Nothing arrives any more. */
    public void discard() {
        discarded = true;
        if (client != null) {
            daemon(this::takeDown).start();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "edgedfa-mqtt");
        thread.setDaemon(true);
        return thread;
    }

    private void takeDown() {
        try {
            if (!client.isConnected()) {
                // taken down while its threads start, Paho loses one of them for ever: see PatientSocketFactory
                TimeUnit.NANOSECONDS.sleep(unsettledUntil - System.nanoTime());
            }
            for (int attempt = 0; attempt < 10 && !takenDown(); attempt++) {
                Thread.sleep(PatientStream.SETTLE_MS); // still connecting
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pings.shutdownNow(); // ends its thread
        }
    }

    private boolean takenDown() {
        try {
            client.disconnectForcibly(0, 0, false);
        } catch (MqttException alreadyDown) {
            // close is what counts: it ends the threads
        }
        try {
            client.close(true);
            return true;
        } catch (MqttException stillConnecting) {
            return false;
        }
    }

    private IMqttToken complete(String what, long limitMs, boolean untilClosing, Call call) throws IOException, InterruptedException {
        Step step = new Step();
        try {
            call.start(step);
        } catch (MqttException e) {
            throw new IOException(what + ": " + reason(e), e);
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        synchronized (lock) {
            while (!step.done) {
                requireAlive();
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0 || untilClosing && closing.getAsBoolean()) {
                    throw new IOException(what + (leftMs <= 0 ? ": no answer within " + limitMs + " ms" : ": closed"));
                }
                lock.wait(leftMs);
            }
            if (step.error != null) {
                throw new IOException(what + ": " + reason(step.error), step.error);
            }
            return step.token;
        }
    }

    /** Paho hides the reason in the cause, "MqttException" being its message. */
    private static String reason(Throwable error) {
        Throwable cause = error.getCause();
        String text = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return cause == null || cause == error ? text : text + " (" + cause + ")";
    }
}
