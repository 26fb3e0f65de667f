package io.edgedfa.device.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.eclipse.paho.client.mqttv3.MqttTopic;

/**
 * The board's second connection to a broker: samples in, predictions out. The learning loop polls and offers, and never waits for
 * either; when it does not keep up, the newest messages are dropped and counted. While the broker is away there is nothing to
 * poll, and what is offered is lost. Thread-safe.
 */
public final class SampleLink implements AutoCloseable {
    private static final int MOST_MESSAGES = 1 << 20;
    private static final Logger LOG = System.getLogger(SampleLink.class.getName());

    /** A message as it came. */
    public record Received(String topic, byte[] payload) {}

    private final BrokerLink link;
    private final int maxMessages;
    private final long maxBytes;

    private final Object lock = new Object(); // guards what follows
    private final Queue<Received> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long dropped;
    private int connections;
    private String lastError;

    /**
     * Does nothing yet.
     *
     * @param login       connects as the client of this id with "-samples" behind it, so that the login of an
     *                    {@link EdgeNode} can be given as it is
     * @param filter      topics to subscribe to, wildcards allowed; empty for none, predictions out only
     * @param maxMessages queued at most, 1 to 2^20
     * @param maxBytes    queued at most, topics and payloads together, 1 or more
     * @throws IllegalArgumentException if the filter is none, or a limit not allowed
     */
    public SampleLink(MqttEndpoint login, String filter, Backoff backoff, int maxMessages, long maxBytes) {
        if (maxMessages < 1 || maxMessages > MOST_MESSAGES || maxBytes < 1) {
            throw new IllegalArgumentException("maxMessages = %d, maxBytes = %d, allowed: 1 to %d, 1 or more"
                    .formatted(maxMessages, maxBytes, MOST_MESSAGES));
        }
        if (!filter.isEmpty()) {
            requireFilter(filter);
        }
        MqttEndpoint endpoint = login.as(login.clientId() + "-samples");
        this.link = new BrokerLink(endpoint, filter, backoff, new Ears());
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Returns a topic filter as it is. @throws IllegalArgumentException if it is none */
    public static String requireFilter(String filter) {
        try {
            MqttTopic.validate(filter, true);
            return filter;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("filter = '%s', allowed: an MQTT topic filter".formatted(filter), e);
        }
    }

    /** Begins to connect, and returns at once. */
    public void start() {
        link.start();
    }

    /** The next message, without waiting for one; null for none now. */
    public Received poll() {
        synchronized (lock) {
            Received next = queue.poll();
            queuedBytes -= next == null ? 0 : bytes(next);
            return next;
        }
    }

    /**
     * Sends at most once (QoS 0), without waiting.
     *
     * @return false if it cannot be sent now, or never, the topic being none
     */
    public boolean offer(String topic, byte[] payload) {
        try {
            return link.publish(topic, payload);
        } catch (RuntimeException e) { // learning goes on, whatever is wrong with a topic
            failed("cannot publish to '" + topic + "': " + e.getMessage());
            return false;
        }
    }

    /** Whether there is a connection on which samples arrive, and nothing is known to have gone wrong with it since. */
    public boolean connected() {
        return link.subscribed();
    }

    /** How often the connection was made again after the first time. */
    public int reconnects() {
        synchronized (lock) {
            return Math.max(0, connections - 1);
        }
    }

    /** Messages that came while the queue was full. */
    public long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    /** What went wrong last, whether or not it is over. */
    public Optional<String> lastError() {
        synchronized (lock) {
            return Optional.ofNullable(lastError);
        }
    }

    /** Stops trying and disconnects. What is queued can still be polled. */
    @Override
    public void close() {
        link.close();
    }

    private void failed(String problem) {
        synchronized (lock) {
            lastError = problem;
        }
    }

    private static long bytes(Received message) {
        return message.topic().length() + (long) message.payload().length;
    }

    private final class Ears implements BrokerLink.Listener {
        @Override
        public void connected() {
            synchronized (lock) {
                connections++;
            }
        }

        @Override
        public void lost() {
            // what is queued stays
        }

        @Override
        public void arrived(String topic, byte[] payload) {
            Received message = new Received(topic, payload);
            synchronized (lock) {
                if (queue.size() < maxMessages && queuedBytes + bytes(message) <= maxBytes) {
                    queue.add(message);
                    queuedBytes += bytes(message);
                } else {
                    dropped++;
                }
            }
        }

        @Override
        public void failed(String problem) {
            LOG.log(Level.WARNING, "samples and predictions wait: {0}", problem);
            SampleLink.this.failed(problem);
        }
    }
}
