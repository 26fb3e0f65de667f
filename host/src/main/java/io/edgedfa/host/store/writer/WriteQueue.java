package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.delivery.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What waits to be written, bounded in deliveries and readings. Many threads put, one takes. */
final class WriteQueue {
    private static final int MOST_PER_BATCH = 2_000;
    private static final int GATHER_MS = 100;
    private static final int LOOK_EVERY_MS = 10;
    private static final int IDLE_MS = 200;

    /**
     * What is to be written together.
     *
     * @param flushes to be counted down once that is done
     */
    record Batch(List<Delivery> deliveries, List<CountDownLatch> flushes) {}

    private final int mostReadings;
    private final BlockingQueue<Object> waiting;
    private final AtomicInteger readings = new AtomicInteger();

    WriteQueue(Limits limits) {
        mostReadings = limits.queuedReadings();
        waiting = new ArrayBlockingQueue<>(limits.queued());
    }

    boolean offer(Delivery delivery) {
        int size = delivery.readings().size();
        if (readings.addAndGet(size) - size <= mostReadings && waiting.offer(delivery)) {
            return true;
        }
        readings.addAndGet(-size);
        return false;
    }

    /** Waits until everything put before is written. @return false if that took longer */
    boolean flush(Duration atMost) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        return waiting.offer(done, atMost.toMillis(), TimeUnit.MILLISECONDS)
                && done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Waits a little for the first, then gathers what comes within a moment; empty if nothing came. */
    Batch take(boolean hurry) throws InterruptedException {
        Batch batch = new Batch(new ArrayList<>(), new ArrayList<>());
        Object first = waiting.poll(hurry ? 1 : IDLE_MS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return batch;
        }
        add(batch, first);
        // Waking once for each would cost more than writing it.
        for (int ms = 0; ms < GATHER_MS && !full(batch); ms += LOOK_EVERY_MS) {
            List<Object> more = new ArrayList<>();
            waiting.drainTo(more, MOST_PER_BATCH - batch.deliveries().size());
            more.forEach(item -> add(batch, item));
            if (full(batch)) {
                break;
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
        return batch;
    }

    private static boolean full(Batch batch) {
        return !batch.flushes().isEmpty() || batch.deliveries().size() >= MOST_PER_BATCH;
    }

    private void add(Batch batch, Object item) {
        if (item instanceof Delivery delivery) {
            readings.addAndGet(-delivery.readings().size());
            batch.deliveries().add(delivery);
        } else {
            batch.flushes().add((CountDownLatch) item);
        }
    }

    /** Deliveries that wait and that no board will send again. */
    long unnumbered() {
        return waiting.stream().filter(item -> item instanceof Delivery delivery && delivery.numbering() == null).count();
    }
}
