package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
 * One MQTT connection of an {@link EdgeNode}, from CONNECT to its end, with the sequence numbers that belong to it.
 *
 * <p>Only the edge node's thread calls its methods. Paho's threads do no more than set a field under the shared lock and wake
 * that thread. Every wait has an end: the step's own time limit, the connection's loss, or the closing of the edge node.
 */
final class EdgeSession implements MqttCallback {
    private static final int COMMAND_QOS = 1;
    private static final int DEATH_QOS = 1;
    private static final int REFUSED_QOS = 0x80; // MQTT 3.1.1, section 3.9.3
    private static final int FAREWELL_STEP_MS = 600;
    private static final int ANSWER_MS = 1_000;

    private final EdgeNodeSettings settings;
    private final int bdSeq;
    private final Clock clock;
    private final Object lock;
    private final BooleanSupplier closing;
    // Paho's own timer is no daemon thread and would keep the program from ending
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(EdgeSession::daemon);
    private MqttAsyncClient client;
    private long unsettledUntil; // System.nanoTime
    private int nextSeq;
    private boolean rebirthAsked; // guarded by lock
    private Throwable lost; // guarded by lock

    /** Paho's answer to one asynchronous step. */
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

    /** An asynchronous call of Paho. */
    private interface Call {
        void start(Step step) throws MqttException;
    }

    /**
     * @param bdSeq   0 to 255, one more than the last session's
     * @param lock    guards what the board's and Paho's threads share; notified at every change
     * @param closing read under the lock: whether to give up waiting
     */
    EdgeSession(EdgeNodeSettings settings, int bdSeq, Clock clock, Object lock, BooleanSupplier closing) {
        this.settings = settings;
        this.bdSeq = bdSeq;
        this.clock = clock;
        this.lock = lock;
        this.closing = closing;
    }

    /** Connects, with the death certificate as will, and subscribes to commands (specification 3.0, section 5.4). */
    void open() throws IOException, InterruptedException {
        MqttConnectOptions options = options();
        try {
            client = new MqttAsyncClient(settings.brokerUri().toString(),
                    "edgedfa-" + settings.group() + "-" + settings.edgeNode(), new MemoryPersistence(),
                    new ScheduledExecutorPingSender(pings));
        } catch (MqttException e) {
            throw new IOException(reason(e), e);
        }
        client.setCallback(this);
        unsettledUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PatientSocketFactory.SETTLE_MS);
        complete("connect", settings.connectTimeout().toMillis() + ANSWER_MS, step -> client.connect(options, null, step));
        String commands = settings.topic(MessageType.NCMD).toString();
        int[] granted = complete("subscribe", settings.connectTimeout().toMillis(),
                step -> client.subscribe(commands, COMMAND_QOS, null, step)).getGrantedQos();
        if (granted.length > 0 && granted[0] == REFUSED_QOS) {
            throw new IOException("subscribe: the broker refuses " + commands + ", so no host could command a rebirth");
        }
    }

    private MqttConnectOptions options() {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) settings.connectTimeout().toSeconds());
        options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
        options.setMaxInflight(1_000);
        options.setHttpsHostnameVerificationEnabled(true);
        options.setWill(settings.topic(MessageType.NDEATH).toString(), death(), DEATH_QOS, false);
        if (settings.brokerUri().getScheme().equals("tcp")) {
            options.setSocketFactory(new PatientSocketFactory());
        }
        if (settings.username() != null) {
            options.setUserName(settings.username());
        }
        if (settings.password() != null) {
            options.setPassword(settings.password().get());
        }
        return options;
    }

    /** The NDEATH payload: bdSeq and nothing else, no seq. */
    private byte[] death() {
        return PayloadCodec.encode(new Payload(clock.millis(), Payload.NO_SEQ, List.of(Metric.of(BoardMetrics.BD_SEQ, clock.millis(), bdSeq))));
    }

    /** Publishes NBIRTH; sequence numbers start again at 0. The two metrics every node has go without alias. */
    void nodeBirth(List<Metric> nodeMetrics) throws IOException, InterruptedException {
        List<Metric> metrics = new ArrayList<>(nodeMetrics.size() + 2);
        metrics.add(Metric.of(BoardMetrics.BD_SEQ, clock.millis(), bdSeq));
        metrics.add(Metric.of(BoardMetrics.REBIRTH, clock.millis(), false));
        metrics.addAll(nodeMetrics);
        nextSeq = 0;
        publish(MessageType.NBIRTH, metrics);
    }

    /** Publishes with QoS 0, not retained, and returns when the bytes are with the operating system. */
    void publish(MessageType type, List<Metric> metrics) throws IOException, InterruptedException {
        Payload payload = new Payload(clock.millis(), nextSeq, metrics);
        boolean data = type == MessageType.NDATA || type == MessageType.DDATA;
        byte[] bytes = data ? PayloadCodec.encodeData(payload) : PayloadCodec.encode(payload);
        String topic = settings.topic(type).toString();
        complete("publish " + type, settings.connectTimeout().toMillis(),
                step -> client.publish(topic, bytes, 0, false, null, step));
        nextSeq = (nextSeq + 1) % (Payload.MAX_SEQ + 1); // only now: a message that was not sent spends no number
    }

    /** Says an intended goodbye: NDEATH, then DISCONNECT, which keeps the broker from publishing the will. Best effort. */
    void farewell() throws InterruptedException {
        if (client == null || !client.isConnected()) {
            return;
        }
        try {
            String topic = settings.topic(MessageType.NDEATH).toString();
            byte[] death = death();
            await("publish NDEATH", FAREWELL_STEP_MS, false, step -> client.publish(topic, death, DEATH_QOS, false, null, step));
            await("disconnect", FAREWELL_STEP_MS, false, step -> client.disconnect(0, null, step));
        } catch (IOException unheard) {
            // the broker publishes the will instead
        }
    }

    /** Takes the connection down without waiting for it: Paho's own way may wait for the network. */
    void discard() {
        if (client != null) {
            daemon(this::takeDown).start();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "edgedfa-telemetry-paho");
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
                Thread.sleep(PatientSocketFactory.SETTLE_MS); // still connecting
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

    private IMqttToken complete(String what, long limitMs, Call call) throws IOException, InterruptedException {
        return await(what, limitMs, true, call);
    }

    private IMqttToken await(String what, long limitMs, boolean untilClosing, Call call) throws IOException, InterruptedException {
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

    /** Call under the lock. */
    void requireAlive() throws IOException {
        if (lost != null) {
            throw new IOException("connection lost: " + reason(lost), lost);
        }
    }

    /** Whether the host asked for a rebirth, or the connection is gone. Call under the lock. */
    boolean waiting() {
        return rebirthAsked || lost != null;
    }

    /** Whether the host asked for a rebirth since the last call. Call under the lock. */
    boolean takeRebirth() {
        boolean asked = rebirthAsked;
        rebirthAsked = false;
        return asked;
    }

    /** Paho hides the reason in the cause, "MqttException" being its message. */
    private static String reason(Throwable error) {
        Throwable cause = error.getCause();
        String text = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return cause == null || cause == error ? text : text + " (" + cause + ")";
    }

    @Override
    public void connectionLost(Throwable cause) {
        synchronized (lock) {
            lost = cause == null ? new IOException("no reason given") : cause;
            lock.notifyAll();
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        Payload command;
        try {
            command = PayloadCodec.decode(message.getPayload());
        } catch (MalformedPayloadException foreign) {
            return; // an exception here would end the connection
        }
        boolean asked = command.metrics().stream().anyMatch(m -> BoardMetrics.REBIRTH.equals(m.name()) && Boolean.TRUE.equals(m.value()));
        if (asked) {
            synchronized (lock) {
                rebirthAsked = true;
                lock.notifyAll();
            }
        }
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // every publish has its own step
    }
}
