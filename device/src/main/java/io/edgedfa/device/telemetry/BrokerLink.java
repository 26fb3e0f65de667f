package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.MqttConnection.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A connection to a broker with its subscriptions (QoS 1), made again for as long as it takes. With a {@link Presence} the
 * broker tells, retained, whether its owner is there.
 */
public final class BrokerLink implements AutoCloseable {
    private static final long STEP_LIMIT_MS = 10_000;
    private static final long FAREWELL_LIMIT_MS = 500;
    private static final long CLOSE_MS = 5_000;
    private static final long STEADY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int QOS = 1;
    private static final int QOS_OUT = 0;

    /** Hears of the connection; called on the link's threads, must neither block nor throw. */
    public interface Listener {
        /** Connected; messages may arrive. */
        void connected();

        /** Follows every {@link #connected}: the connection is gone. */
        void lost();

        void arrived(String topic, byte[] payload);

        /** What went wrong, in one line; the same trouble is told once. The link tries again. */
        void failed(String problem);
    }

    /**
     * What the link says of its owner, retained, with QoS 1.
     *
     * @param online  the first message of every connection, published once it is subscribed
     * @param offline the will, and the last message of a link that is closed
     */
    public record Presence(String topic, byte[] online, byte[] offline) {
        private Message present() {
            return new Message(topic, online, QOS, true);
        }

        private Message absent() {
            return new Message(topic, offline, QOS, true);
        }
    }

    /** A connection whose presence, if it has one, is out. */
    private record Up(MqttConnection connection, Presence presence) {}

    private final MqttEndpoint endpoint;
    private final List<String> filters;
    private final Supplier<Presence> presence;
    private final Backoff backoff;
    private final Listener listener;
    private final Thread thread = new Thread(this::run, "edgedfa-broker-link");
    private final Object lock = new Object(); // never held during input or output
    private boolean closed; // guarded by lock
    private volatile Up current; // null while there is none
    private volatile boolean subscribed;
    private String lastProblem = "";

    /** @param filter subscribed to at every connection; empty for none */
    public BrokerLink(MqttEndpoint endpoint, String filter, Backoff backoff, Listener listener) {
        this(endpoint, filter.isEmpty() ? List.of() : List.of(filter), () -> null, backoff, listener);
    }

    /**
     * @param filters  subscribed to at every connection, in this order
     * @param presence asked before every connection; gives null for none
     */
    public BrokerLink(MqttEndpoint endpoint, List<String> filters, Supplier<Presence> presence, Backoff backoff, Listener listener) {
        this.endpoint = endpoint;
        this.filters = List.copyOf(filters);
        this.presence = presence;
        this.backoff = backoff;
        this.listener = listener;
        thread.setDaemon(true); // Paho's threads inherit it
    }

    /** Begins to connect, and returns at once. */
    public void start() {
        thread.start();
    }

    /** Whether there is a connection on which messages arrive, and nothing is known to have gone wrong with it since. */
    public boolean subscribed() {
        return subscribed;
    }

    /** Sends at most once (QoS 0), without waiting. @return false if it cannot be sent now */
    public boolean publish(String topic, byte[] payload) {
        Up up = current;
        return up != null && up.connection().offer(new Message(topic, payload, QOS_OUT));
    }

    /** Says once more that the owner is there, should someone have said otherwise. Does not wait; nothing without a presence. */
    public void announce() {
        Up up = current;
        if (up != null && up.presence() != null) {
            up.connection().offer(up.presence().present());
        }
    }

    private void run() {
        try {
            while (!closed()) {
                long begun = System.nanoTime();
                boolean wasUp = holdOneConnection();
                // a broker that takes us in only to throw us out again counts as failing
                if (wasUp && System.nanoTime() - begun > STEADY_NS) {
                    backoff.reset();
                }
                pause(backoff.nextMs());
            }
        } catch (InterruptedException e) {
            listener.failed("the link to " + endpoint.broker() + " ended: its thread was interrupted");
        }
    }

    /** Connects, subscribes, and returns when the connection is gone or the link closed. Returns whether it was subscribed. */
    private boolean holdOneConnection() throws InterruptedException {
        MqttConnection connection = new MqttConnection(endpoint, lock, () -> closed, listener::arrived);
        Presence said = presence.get();
        boolean told = false;
        boolean wasUp = false;
        try {
            connection.connect(said == null ? null : said.absent(), STEP_LIMIT_MS);
            told = true;
            listener.connected(); // before the first message can arrive
            open(connection, said);
            wasUp = true;
            lastProblem = "";
            awaitLoss(connection);
        } catch (IOException | RuntimeException e) { // the latter where a setting turns out to be wrong only now
            tellOnce("no connection to " + endpoint.broker() + ": " + e.getMessage());
        } finally {
            current = null;
            subscribed = false;
            if (closed()) {
                connection.farewell(said == null ? null : said.absent(), FAREWELL_LIMIT_MS);
            }
            connection.discard(); // nothing arrives after this
            if (told) {
                listener.lost();
            }
        }
        return wasUp;
    }

    private void open(MqttConnection connection, Presence said) throws IOException, InterruptedException {
        for (String filter : filters) {
            connection.subscribe(filter, QOS, STEP_LIMIT_MS);
        }
        if (said != null) {
            connection.publish(said.present(), STEP_LIMIT_MS);
        }
        current = new Up(connection, said);
        subscribed = true;
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

    /** The same problem is told once, not once per attempt; none is when the link is closing. */
    private void tellOnce(String problem) {
        if (!problem.equals(lastProblem) && !closed()) {
            lastProblem = problem;
            listener.failed(problem);
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
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
