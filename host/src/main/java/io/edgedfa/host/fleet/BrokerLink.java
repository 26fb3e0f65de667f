package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.Backoff;
import io.edgedfa.device.telemetry.MqttConnection;
import io.edgedfa.device.telemetry.MqttEndpoint;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's connection to the broker with its one subscription, made again for as long as it takes. */
final class BrokerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final long STEP_LIMIT_MS = 10_000;
    private static final long FAREWELL_LIMIT_MS = 500;
    private static final int QOS = 1;
    private static final int REPLY_QOS = 0;

    /** Hears of the connection; called on the link's threads, must not block. */
    interface Listener {
        void connected();

        void lost();

        void arrived(String topic, byte[] payload);
    }

    private final MqttEndpoint endpoint;
    private final String group;
    private final Listener listener;
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom());
    private final Thread thread = new Thread(this::run, "broker-link");
    private final Object lock = new Object(); // never held during input or output
    private boolean closed; // guarded by lock
    private volatile MqttConnection current; // null while there is none
    private String lastProblem = "";

    BrokerLink(FleetSettings settings, String clientId, Listener listener) {
        String password = settings.password();
        this.endpoint = new MqttEndpoint(URI.create(settings.brokerUri()), clientId, settings.username(),
                password == null ? null : password::toCharArray, CONNECT_TIMEOUT, KEEP_ALIVE);
        this.group = settings.group();
        this.listener = listener;
        thread.setDaemon(true); // Paho's threads inherit it
    }

    void start() {
        thread.start();
    }

    /** Sends at most once (QoS 0), without waiting. @return false if it cannot be sent now */
    boolean publish(String topic, byte[] payload) {
        MqttConnection connection = current;
        return connection != null && connection.offer(new MqttConnection.Message(topic, payload, REPLY_QOS));
    }

    private void run() {
        try {
            while (!closed()) {
                holdOneConnection();
                pause(backoff.nextMs());
            }
        } catch (InterruptedException e) {
            LOG.warn("the link to {} ended: its thread was interrupted", endpoint.broker());
        }
    }

    /** Connects, subscribes, and returns when the connection is gone or the link closed. */
    private void holdOneConnection() throws InterruptedException {
        MqttConnection connection = new MqttConnection(endpoint, lock, () -> closed, listener::arrived);
        try {
            connection.connect(null, STEP_LIMIT_MS);
            current = connection;
            listener.connected(); // before the first message can arrive
            connection.subscribe(Topic.NAMESPACE + "/" + group + "/#", QOS, STEP_LIMIT_MS);
            backoff.reset();
            lastProblem = "";
            LOG.info("connected to {} as {}, group {}", endpoint.broker(), endpoint.clientId(), group);
            awaitLoss(connection);
        } catch (IOException e) {
            logOnce("no connection to " + endpoint.broker() + ": " + e.getMessage());
        } finally {
            boolean told = current != null;
            current = null;
            if (closed()) {
                connection.farewell(null, FAREWELL_LIMIT_MS);
            }
            connection.discard(); // nothing arrives after this
            if (told) {
                listener.lost();
            }
        }
    }

    /** Returns when the link is closed. */
    private void awaitLoss(MqttConnection connection) throws IOException, InterruptedException {
        synchronized (lock) {
            while (!closed) {
                connection.requireAlive();
                lock.wait();
            }
        }
    }

    private void pause(long ms) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        synchronized (lock) {
            for (long left = ms; left > 0 && !closed; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                lock.wait(left);
            }
        }
    }

    /** The same problem is worth one line, not one per attempt; none is when the link is closing. */
    private void logOnce(String problem) {
        if (!problem.equals(lastProblem) && !closed()) {
            lastProblem = problem;
            LOG.warn("{}; trying again", problem);
        }
    }

    private boolean closed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Stops trying and disconnects. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
