package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.Topic;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded queue of messages and the one thread that empties it: the messages of a board all go through the same lane, in order. */
final class Lane implements AutoCloseable {
    /** Most bytes that wait in a lane. */
    static final long MAX_BYTES = 32 << 20;
    private static final long CLOSE_MS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** @param connection counts the connections to the broker: what was said on an earlier one is not heard any more */
    record Message(int connection, Topic topic, byte[] payload) {}

    private final BlockingQueue<Message> queue;
    private final AtomicLong bytes = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /** @param work what it throws is logged */
    Lane(int number, int capacity, Consumer<Message> work) {
        queue = new ArrayBlockingQueue<>(capacity);
        thread = new Thread(() -> run(work), "fleet-ingest-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a message, without waiting. @return false if there are too many, or too long ones */
    boolean offer(Message message) {
        int size = message.payload().length;
        if (bytes.addAndGet(size) <= MAX_BYTES && queue.offer(message)) {
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    private void run(Consumer<Message> work) {
        while (!closed) {
            try {
                Message message = queue.poll(1, TimeUnit.SECONDS);
                if (message != null) {
                    bytes.addAndGet(-message.payload().length);
                    work.accept(message);
                }
            } catch (InterruptedException e) {
                return; // only close() interrupts
            } catch (RuntimeException e) {
                LOG.error("a message could not be handled", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
