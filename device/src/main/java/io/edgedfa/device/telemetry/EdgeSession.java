package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.MqttConnection.Message;
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
import java.util.function.BooleanSupplier;

/**
 * One Sparkplug session of an {@link EdgeNode}: a connection with its will, births, sequence numbers and rebirth command
 * (Sparkplug B 3.0, section 5.4). Only the edge node's thread calls its methods.
 */
final class EdgeSession {
    private static final int COMMAND_QOS = 1;
    private static final int DATA_QOS = 0;
    private static final int DEATH_QOS = 1;
    private static final int EVENT_QOS = 1;
    private static final int FAREWELL_STEP_MS = 600;
    private static final int ANSWER_MS = 1_000;

    private final EdgeNodeSettings settings;
    private final int bdSeq;
    private final Clock clock;
    private final Object lock;
    private final MqttConnection connection;
    private final long limitMs;
    private int nextSeq;
    private boolean rebirthAsked; // guarded by lock

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
        this.connection = new MqttConnection(settings.endpoint(), lock, closing, (topic, payload) -> command(payload));
        this.limitMs = settings.connectTimeout().toMillis();
    }

    /** Connects, with the death certificate as will, and subscribes to commands. */
    void open() throws IOException, InterruptedException {
        connection.connect(death(), limitMs + ANSWER_MS);
        connection.subscribe(settings.topic(MessageType.NCMD).toString(), COMMAND_QOS, limitMs);
    }

    /** NDEATH: bdSeq and nothing else, no seq. */
    private Message death() {
        long nowMs = clock.millis();
        Payload payload = new Payload(nowMs, Payload.NO_SEQ, List.of(Metric.of(BoardMetrics.BD_SEQ, nowMs, bdSeq)));
        return new Message(settings.topic(MessageType.NDEATH).toString(), PayloadCodec.encode(payload), DEATH_QOS);
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

    /** Publishes with QoS 0 and returns when the bytes are with the operating system. */
    void publish(MessageType type, List<Metric> metrics) throws IOException, InterruptedException {
        Payload payload = new Payload(clock.millis(), nextSeq, metrics);
        boolean data = type == MessageType.NDATA || type == MessageType.DDATA;
        byte[] bytes = data ? PayloadCodec.encodeData(payload) : PayloadCodec.encode(payload);
        connection.publish(new Message(settings.topic(type).toString(), bytes, DATA_QOS), limitMs);
        nextSeq = (nextSeq + 1) % (Payload.MAX_SEQ + 1); // only now: a message that was not sent spends no number
    }

    /** Publishes to the events' topic with QoS 1 and returns when the broker has acknowledged it. */
    void publishSurely(byte[] payload) throws IOException, InterruptedException {
        connection.publish(new Message(settings.eventsTopic(), payload, EVENT_QOS), limitMs);
    }

    /** Says an intended goodbye: NDEATH, then DISCONNECT. Best effort. */
    void farewell() throws InterruptedException {
        connection.farewell(death(), FAREWELL_STEP_MS);
    }

    /** Takes the connection down without waiting for it. */
    void discard() {
        connection.discard();
    }

    /** Call under the lock. */
    void requireAlive() throws IOException {
        connection.requireAlive();
    }

    /** Whether the host asked for a rebirth, or the connection is gone. Call under the lock. */
    boolean waiting() {
        return rebirthAsked || connection.lost();
    }

    /** Whether the host asked for a rebirth since the last call. Call under the lock. */
    boolean takeRebirth() {
        boolean asked = rebirthAsked;
        rebirthAsked = false;
        return asked;
    }

    /** On Paho's thread: the one command there is, {@code Node Control/Rebirth} = true. */
    private void command(byte[] bytes) {
        Payload command;
        try {
            command = PayloadCodec.decode(bytes);
        } catch (MalformedPayloadException foreign) {
            return; // an exception here would end the connection
        }
        boolean asked = command.metrics().stream()
                .anyMatch(metric -> BoardMetrics.REBIRTH.equals(metric.name()) && Boolean.TRUE.equals(metric.value()));
        if (asked) {
            synchronized (lock) {
                rebirthAsked = true;
                lock.notifyAll();
            }
        }
    }
}
