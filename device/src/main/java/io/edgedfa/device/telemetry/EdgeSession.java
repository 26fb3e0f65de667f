package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.MqttConnection.Message;
import io.edgedfa.device.telemetry.delivery.PrimaryHost;
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
import java.util.OptionalLong;

/**
 * One Sparkplug session of an {@link EdgeNode}: a connection with its will, births and sequence numbers, and the primary
 * host where one is awaited (Sparkplug B 3.0, section 5.4). Only the edge node's thread calls its methods.
 */
final class EdgeSession {
    private static final int COMMAND_QOS = 1;
    private static final int DATA_QOS = 0;
    private static final int DEATH_QOS = 1;
    private static final int STATE_QOS = 1;
    private static final int FAREWELL_STEP_MS = 600;
    private static final int ANSWER_MS = 1_000;

    private final EdgeNodeSettings settings;
    private final int bdSeq;
    private final Clock clock;
    private final Handover handover;
    private final MqttConnection connection;
    private final long limitMs;
    private final PrimaryHost primaryHost = new PrimaryHost(); // guarded by the handover's lock
    private final String stateTopic; // null where no host is awaited
    private int nextSeq;

    /** @param bdSeq 0 to 255, one more than the last session's */
    EdgeSession(EdgeNodeSettings settings, int bdSeq, Clock clock, Handover handover) {
        this.settings = settings;
        this.bdSeq = bdSeq;
        this.clock = clock;
        this.handover = handover;
        this.connection = new MqttConnection(settings.endpoint(), handover.lock, () -> handover.closing, this::arrived);
        this.limitMs = settings.connectTimeout().toMillis();
        this.stateTopic = settings.primaryHost() == null ? null : PrimaryHost.topic(settings.primaryHost());
    }

    /** Connects, with the death certificate as will, subscribes, and waits for the primary host, if there is to be one. */
    void open() throws IOException, InterruptedException {
        handover.beginSession();
        connection.connect(death(), limitMs + ANSWER_MS);
        connection.subscribe(settings.topic(MessageType.NCMD).toString(), COMMAND_QOS, limitMs);
        if (stateTopic != null) {
            connection.subscribe(stateTopic, STATE_QOS, limitMs);
            awaitPrimaryHost();
        }
    }

    private void awaitPrimaryHost() throws IOException, InterruptedException {
        synchronized (handover.lock) {
            if (!primaryHost.online()) {
                handover.lastError = "the primary host " + settings.primaryHost() + " is not online; waiting for it";
            }
            while (!primaryHost.online()) {
                connection.requireAlive();
                if (handover.closing) {
                    throw new IOException("closed while waiting for the primary host");
                }
                handover.lock.wait();
            }
        }
    }

    /** NDEATH: bdSeq and nothing else, no seq. */
    private Message death() {
        long nowMs = clock.millis();
        Payload payload = new Payload(nowMs, Payload.NO_SEQ, List.of(Metric.of(BoardMetrics.BD_SEQ, nowMs, bdSeq)));
        return new Message(settings.topic(MessageType.NDEATH).toString(), PayloadCodec.encode(payload), DEATH_QOS);
    }

    /**
     * Publishes NBIRTH; sequence numbers start again at 0. What is no value of the board goes without alias.
     *
     * @param store whose numbers entries carry; empty if they carry none
     */
    void nodeBirth(List<Metric> nodeMetrics, OptionalLong store) throws IOException, InterruptedException {
        List<Metric> metrics = new ArrayList<>(nodeMetrics.size() + 3);
        metrics.add(Metric.of(BoardMetrics.BD_SEQ, clock.millis(), bdSeq));
        metrics.add(Metric.of(BoardMetrics.REBIRTH, clock.millis(), false));
        store.ifPresent(id -> metrics.add(Metric.of(BoardMetrics.OUTBOX_STORE, clock.millis(), id)));
        metrics.addAll(nodeMetrics);
        nextSeq = 0;
        publish(MessageType.NBIRTH, metrics);
    }

    /** Publishes with QoS 0 and returns when the bytes are with the operating system. @return how many those of the payload were */
    int publish(MessageType type, List<Metric> metrics) throws IOException, InterruptedException {
        Payload payload = new Payload(clock.millis(), nextSeq, metrics);
        boolean data = type == MessageType.NDATA || type == MessageType.DDATA;
        byte[] bytes = data ? PayloadCodec.encodeData(payload) : PayloadCodec.encode(payload);
        connection.publish(new Message(settings.topic(type).toString(), bytes, DATA_QOS), limitMs);
        nextSeq = (nextSeq + 1) % (Payload.MAX_SEQ + 1); // only now: a message that was not sent spends no number
        return bytes.length;
    }

    /** Says an intended goodbye: NDEATH, then DISCONNECT. Best effort. */
    void farewell() throws InterruptedException {
        connection.farewell(death(), FAREWELL_STEP_MS);
    }

    /** Takes the connection down without waiting for it. */
    void discard() {
        connection.discard();
    }

    /** Call under the lock. @throws IOException if the session has to end */
    void requireAlive() throws IOException {
        connection.requireAlive();
        if (hostGone()) {
            throw new IOException("the primary host " + settings.primaryHost() + " went offline");
        }
    }

    /** Whether the connection is gone, or the primary host. Call under the lock. */
    boolean over() {
        return connection.lost() || hostGone();
    }

    /** Whether there is a primary host and it is not online. Call under the lock. */
    boolean hostGone() {
        return stateTopic != null && !primaryHost.online();
    }

    /** On Paho's thread: an exception here would end the connection. */
    private void arrived(String topic, byte[] bytes) {
        if (topic.equals(stateTopic)) {
            synchronized (handover.lock) {
                primaryHost.hear(bytes);
                handover.lock.notifyAll();
            }
            return;
        }
        try {
            handover.command(PayloadCodec.decode(bytes));
        } catch (MalformedPayloadException foreign) {
            // not meant for this board
        }
    }
}
