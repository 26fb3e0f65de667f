package io.edgedfa.host.store;

import io.edgedfa.host.store.Tables.SeriesKey;
import io.edgedfa.host.store.Tables.Write;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: it gathers what arrives within a moment and commits it as one transaction. */
final class Writer implements Runnable {
    static final int QUEUE_CAPACITY = 10_000;
    private static final int BATCH_SIZE = 1_000;
    private static final long GATHER_MS = 100;
    private static final long LOG_EVERY_MS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    /** Ends the thread once everything before it is written. */
    private static final Write STOP = tables -> {};

    /** Ends its batch and tells when that is over. */
    private record Flush(CountDownLatch done) implements Write {
        @Override
        public void to(Tables tables) {}
    }

    private final Database database;
    private final Retention retention;
    private final Map<BoardId, Long> boardRows = new HashMap<>();
    private final Map<SeriesKey, Long> seriesRows = new HashMap<>();
    private final Clock clock;
    private final BlockingQueue<Write> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = new Thread(this, "store-writer");
    private volatile boolean closing;
    private volatile boolean ok = true;
    private volatile long rows;
    private long nextTrimMs;
    private long nextLogMs;

    Writer(Database database, Retention retention, Clock clock) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
        rows = database.read(connection -> new Trimmer(connection, retention).count());
        nextTrimMs = clock.millis() + retention.trimEvery().toMillis();
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a write; false, and counted, if the queue is full or the store is closing. */
    boolean offer(Write write) {
        if (!closing && queue.offer(write)) {
            return true;
        }
        dropped.incrementAndGet();
        return false;
    }

    boolean ok() {
        return ok && thread.isAlive();
    }

    long dropped() {
        return dropped.get();
    }

    long rows() {
        return rows;
    }

    @Override
    public void run() {
        List<Write> batch = new ArrayList<>(BATCH_SIZE);
        try {
            while (!batch.contains(STOP)) {
                batch.clear();
                gather(batch);
                if (!batch.isEmpty()) {
                    write(batch);
                    if (batch.get(batch.size() - 1) instanceof Flush flush) {
                        flush.done().countDown();
                    }
                }
                trimWhenDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            dropped.addAndGet(queue.size());
        }
    }

    private void gather(List<Write> batch) throws InterruptedException {
        Write first = queue.poll(1, TimeUnit.SECONDS);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MS);
        for (Write next = first; next != null; next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            batch.add(next);
            if (next == STOP || next instanceof Flush || batch.size() == BATCH_SIZE) {
                return;
            }
        }
    }

    private void write(List<Write> batch) {
        try {
            commit(batch);
            ok = true;
        } catch (SQLException e) {
            forget();
            ok = false;
            writeOneByOne(batch, e);
        }
    }

    /** One bad write must not take the others of its batch with it. */
    private void writeOneByOne(List<Write> batch, SQLException reason) {
        int failed = 0;
        for (Write write : batch) {
            try {
                commit(List.of(write));
                ok = true;
            } catch (SQLException e) {
                forget();
                failed++;
            }
        }
        dropped.addAndGet(failed);
        if (clock.millis() >= nextLogMs) {
            nextLogMs = clock.millis() + LOG_EVERY_MS;
            LOG.warn("{} of {} writes to the store failed: {}", failed, batch.size(), reason.getMessage());
        }
    }

    private void commit(List<Write> writes) throws SQLException {
        rows += database.transact(connection -> { // this thread alone writes it
            try (Tables tables = new Tables(connection, boardRows, seriesRows)) {
                for (Write write : writes) {
                    write.to(tables);
                }
                return tables.takeAdded();
            }
        });
    }

    private void trimWhenDue() {
        if (clock.millis() < nextTrimMs) {
            return;
        }
        nextTrimMs = clock.millis() + retention.trimEvery().toMillis();
        try {
            rows = database.transact(connection -> new Trimmer(connection, retention).trim(clock.millis(), rows));
        } catch (SQLException e) {
            forget();
            LOG.warn("the store could not be trimmed: {}", e.getMessage());
        }
    }

    /** After a rollback the ids met in that transaction may not exist. */
    private void forget() {
        boardRows.clear();
        seriesRows.clear();
    }

    boolean flush(Duration atMost) throws InterruptedException {
        Flush flush = new Flush(new CountDownLatch(1));
        return offer(flush) && flush.done().await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Writes what is queued, then ends the thread. */
    void close() {
        closing = true;
        try {
            boolean told = queue.offer(STOP, 5, TimeUnit.SECONDS);
            thread.join(told ? 10_000 : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
            LOG.warn("the store's writer did not finish in time; {} writes are lost", queue.size());
        }
    }
}
