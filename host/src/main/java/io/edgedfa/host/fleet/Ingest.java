package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.fleet.FleetState.Reaction;
import io.edgedfa.host.fleet.Lane.Message;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.text.Printable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns messages into state and history behind bounded queues: MQTT callbacks never wait. What finds a queue full is dropped and
 * counted; of a board that numbers its messages that is no loss, it sends them again.
 */
final class Ingest implements AutoCloseable {
    /** Messages that wait at most, all lanes together. */
    static final int QUEUE_CAPACITY = 16_384;
    static final int MAX_PAYLOAD_BYTES = 256 * 1024;
    private static final int MOST_LANES = 4;
    private static final long LOG_EVERY_MS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private final FleetState state;
    private final Store store;
    private final Clock clock;
    private final BiPredicate<BoardId, Payload> send;
    private final Predicate<BoardId> ours;
    private final FleetListener listener;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicInteger connection = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong rebirthsAsked = new AtomicLong();
    private final AtomicLong nextLogMs = new AtomicLong();

    /**
     * @param ours     the boards this host follows; the messages of others are dropped unread
     * @param send     sends a command to a board; false if it could not
     * @param listener hears of births
     */
    Ingest(FleetState state, Store store, Clock clock, Predicate<BoardId> ours, BiPredicate<BoardId, Payload> send,
            FleetListener listener) {
        this.state = state;
        this.store = store;
        this.clock = clock;
        this.ours = ours;
        this.send = send;
        this.listener = listener;
        int count = Math.max(1, Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors() - 1));
        for (int number = 0; number < count; number++) {
            lanes.add(new Lane(number, QUEUE_CAPACITY / count, this::take));
        }
    }

    /** Queues a message; never blocks. */
    void offer(String topicName, byte[] payload) {
        received.incrementAndGet();
        Optional<Topic> topic = Topic.parse(topicName);
        if (topic.isEmpty()) {
            if (!HostState.isState(topicName)) {
                countMalformed(topicName, "no Sparkplug B topic");
            }
            return;
        }
        BoardId board = new BoardId(topic.get().group(), topic.get().edgeNode());
        if (!ours.test(board)) {
            return;
        }
        if (payload.length > MAX_PAYLOAD_BYTES) {
            countMalformed(topicName, payload.length + " bytes, allowed are " + MAX_PAYLOAD_BYTES);
        } else if (!lane(board).offer(new Message(connection.get(), topic.get(), payload))) {
            dropped.incrementAndGet();
        }
    }

    private Lane lane(BoardId board) {
        return lanes.get(Math.floorMod(board.hashCode(), lanes.size()));
    }

    /** Forgets what is queued: it was said before the connection was lost. */
    void forget() {
        connection.incrementAndGet();
    }

    Fleet.Counts counts() {
        return new Fleet.Counts(received.get(), malformed.get(), dropped.get(), state.refused(), rebirthsAsked.get());
    }

    private void take(Message message) {
        if (message.connection() != connection.get()) {
            return;
        }
        Topic topic = message.topic();
        BoardId board = new BoardId(topic.group(), topic.edgeNode());
        try {
            Reaction reaction = state.receive(topic, PayloadCodec.decode(message.payload()), clock.millis());
            if (reaction.delivery() != null) {
                store.put(reaction.delivery());
            }
            if (reaction.askRebirth()) {
                askRebirth(board);
            }
            if (reaction.born()) {
                listener.born(board);
            }
        } catch (MalformedPayloadException e) {
            countMalformed(topic.toString(), e.getMessage());
        }
    }

    /** Asks the board for its birth certificates. */
    void askRebirth(BoardId board) {
        long nowMs = clock.millis();
        Metric rebirth = new Metric(BoardMetrics.REBIRTH, Metric.NO_ALIAS, nowMs, DataType.BOOLEAN, true, false);
        if (send.test(board, new Payload(nowMs, Payload.NO_SEQ, List.of(rebirth)))) {
            rebirthsAsked.incrementAndGet();
        } else {
            state.askedInVain(board);
        }
    }

    private void countMalformed(String topic, String reason) {
        long count = malformed.incrementAndGet();
        long nowMs = clock.millis();
        long notBefore = nextLogMs.get();
        if (nowMs >= notBefore && nextLogMs.compareAndSet(notBefore, nowMs + LOG_EVERY_MS)) {
            LOG.warn("malformed message on {}: {} ({} so far)", printable(topic), printable(reason), count);
        }
    }

    /** A topic must not be able to write lines into the log. */
    private static String printable(String text) {
        return Printable.beginning(text, 200);
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
