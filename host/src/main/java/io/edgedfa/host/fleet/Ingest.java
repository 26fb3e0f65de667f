package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.store.BoardId;
import io.edgedfa.host.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that turns messages into state and history, behind a bounded queue: MQTT callbacks never wait for it. */
final class Ingest implements Runnable, AutoCloseable {
    static final int QUEUE_CAPACITY = 10_000;
    static final int MAX_PAYLOAD_BYTES = 256 * 1024;
    private static final String HOST_STATE = Topic.NAMESPACE + "/STATE/";
    private static final long TICK_MS = 250;
    private static final long LOG_EVERY_MS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private record Message(String topic, byte[] payload) {}

    private final FleetState state;
    private final Store store;
    private final Clock clock;
    private final BiPredicate<BoardId, Payload> send;
    private final FleetListener listener;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong rebirthsAsked = new AtomicLong();
    private final Thread thread = new Thread(this, "fleet-ingest");
    private volatile boolean closed;
    private long nextLogMs = Long.MIN_VALUE;

    /** @param send sends a command to a board; false if it could not */
    Ingest(FleetState state, Store store, Clock clock, BiPredicate<BoardId, Payload> send, FleetListener listener) {
        this.state = state;
        this.store = store;
        this.clock = clock;
        this.send = send;
        this.listener = listener;
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a message; never blocks. */
    void offer(String topic, byte[] payload) {
        received.incrementAndGet();
        if (payload.length > MAX_PAYLOAD_BYTES) {
            malformed.incrementAndGet();
        } else if (!queue.offer(new Message(topic, payload))) {
            dropped.incrementAndGet();
        }
    }

    /** Forgets what is queued: it was said before the connection was lost. */
    void clear() {
        queue.clear();
    }

    Fleet.Counts counts() {
        return new Fleet.Counts(received.get(), malformed.get(), dropped.get(), state.refused(), rebirthsAsked.get());
    }

    @Override
    public void run() {
        long nextTickMs = 0;
        while (!closed) {
            try {
                Message message = queue.poll(TICK_MS, TimeUnit.MILLISECONDS);
                if (message != null) {
                    take(message);
                }
                long nowMs = clock.millis();
                if (Math.abs(nowMs - nextTickMs) >= TICK_MS) { // either way: clocks are set back, too
                    nextTickMs = nowMs;
                    state.expire(nowMs).forEach(this::store);
                }
            } catch (InterruptedException e) {
                return; // only close() interrupts
            } catch (RuntimeException e) {
                LOG.error("a message could not be handled", e);
            }
        }
    }

    private void take(Message message) {
        Optional<Topic> topic = Topic.parse(message.topic());
        if (topic.isEmpty()) {
            if (!message.topic().startsWith(HOST_STATE)) {
                countMalformed(message.topic(), "no Sparkplug B topic");
            }
            return;
        }
        try {
            FleetState.Outcome outcome = state.receive(topic.get(), PayloadCodec.decode(message.payload()), clock.millis());
            store(outcome);
            BoardId board = new BoardId(topic.get().group(), topic.get().edgeNode());
            if (outcome.askRebirth()) {
                askRebirth(board);
            }
            if (topic.get().type() == MessageType.NBIRTH && outcome.record() != null) {
                listener.born(board);
            }
        } catch (MalformedPayloadException e) {
            countMalformed(message.topic(), e.getMessage());
        }
    }

    private void store(FleetState.Outcome outcome) {
        if (outcome.record() != null) {
            store.put(outcome.record(), outcome.readings());
        }
        if (outcome.event() != null) {
            store.put(outcome.event());
        }
    }

    private void askRebirth(BoardId board) {
        long nowMs = clock.millis();
        Metric rebirth = new Metric(BoardMetrics.REBIRTH, Metric.NO_ALIAS, nowMs, DataType.BOOLEAN, true, false);
        if (send.test(board, new Payload(nowMs, Payload.NO_SEQ, List.of(rebirth)))) {
            rebirthsAsked.incrementAndGet();
        }
    }

    private void countMalformed(String topic, String reason) {
        long count = malformed.incrementAndGet();
        long nowMs = clock.millis();
        if (nowMs >= nextLogMs) {
            nextLogMs = nowMs + LOG_EVERY_MS;
            LOG.warn("malformed message on {}: {} ({} so far)", printable(topic), printable(reason), count);
        }
    }

    /** A topic must not be able to write lines into the log. */
    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 200 ? line.substring(0, 200) + "..." : line;
    }

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
}
