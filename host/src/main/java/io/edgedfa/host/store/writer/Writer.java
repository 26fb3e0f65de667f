package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.database.Refusal;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.delivery.AnswerLedger;
import io.edgedfa.host.store.delivery.CommitListener;
import io.edgedfa.host.store.delivery.Delivery;
import io.edgedfa.host.store.delivery.Outcome;
import io.edgedfa.host.store.series.Retention;
import io.edgedfa.host.store.series.Rollup;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: it gathers what arrives within a moment and commits it as one transaction. While the database is
 * away it tries again and again; what waits stays in the queue, which is bounded.
 */
public final class Writer {
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final long CLOSE_MS = 10_000;
    private static final long LOG_EVERY_MS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final Database database;
    private final Limits limits;
    private final Clock clock;
    private final Catalog catalog;
    private final Rollup rollup;
    private final LatestValues latest = new LatestValues();
    private final WriteQueue queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = new Thread(this::run, "store-writer");
    private volatile CommitListener listener = outcomes -> {};
    private volatile AnswerLedger answers = (connection, answer) -> {};
    private volatile boolean closing;
    private volatile String problem;
    private long nextLogMs;

    /** Starts the thread. @param retention what is kept how long; the same thread trims */
    public Writer(Database database, Retention retention, Limits limits, Clock clock) {
        this.database = database;
        this.limits = limits;
        this.clock = clock;
        catalog = new Catalog(limits.seriesInMemory());
        queue = new WriteQueue(limits);
        rollup = new Rollup(database, retention, clock.millis());
        thread.setDaemon(true);
        thread.start();
    }

    /** Who hears what became of numbered deliveries; there is one. Called on the writing thread, after the commit. */
    public void onCommit(CommitListener listener) {
        this.listener = listener;
    }

    /** Who applies boards' answers to commands; there is one. Until it is set, answers are stored nowhere. */
    public void answersTo(AnswerLedger answers) {
        this.answers = answers;
    }

    /** Queues a delivery; false if the queue is full or the store is closing. One without number is counted as lost then. */
    public boolean offer(Delivery delivery) {
        if (!closing && queue.offer(delivery)) {
            return true;
        }
        if (delivery.numbering() == null) {
            dropped.incrementAndGet();
        }
        return false;
    }

    /** Why nothing is written at present; null if all is well. */
    public String problem() {
        return thread.isAlive() ? problem : "the store is closed";
    }

    /** Deliveries without number lost since the start because the queue was full, and what the database refused. */
    public long dropped() {
        return dropped.get();
    }

    private void run() {
        try {
            while (!(closing && queue.isEmpty())) {
                WriteQueue.Batch batch = queue.take(rollup.due(clock.millis()));
                write(batch.deliveries());
                writeLatest(!batch.flushes().isEmpty() || closing);
                batch.flushes().forEach(CountDownLatch::countDown);
                trim();
            }
            writeLatest(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            dropped.addAndGet(queue.unnumbered());
        }
    }

    private void write(List<Delivery> batch) throws InterruptedException {
        long pauseMs = FIRST_PAUSE_MS;
        while (!batch.isEmpty()) {
            try {
                commit(batch, false);
                return;
            } catch (SQLException e) {
                if (Refusal.ofContent(e)) {
                    writeOneByOne(batch, e);
                    return;
                }
                problem = StoreException.reason(e);
                log("the store cannot be written, trying again: {}", problem);
            } catch (RuntimeException e) {
                writeOneByOne(batch, e);
                return;
            }
            Thread.sleep(pauseMs);
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }

    /** One bad delivery must not take the others of its batch with it, nor keep its board from going on. */
    private void writeOneByOne(List<Delivery> batch, Exception reason) throws InterruptedException {
        log("a delivery to the store was refused: {}", StoreException.reason(reason));
        if (batch.size() > 1) {
            for (Delivery delivery : batch) {
                write(List.of(delivery));
            }
            return;
        }
        try {
            commit(batch, true);
        } catch (SQLException | RuntimeException e) {
            dropped.incrementAndGet();
        }
    }

    private void commit(List<Delivery> batch, boolean skip) throws SQLException {
        Recording done;
        try {
            done = database.transact(connection -> {
                Recording recording = new Recording(connection, database.dialect(), catalog, limits, answers);
                if (skip) {
                    recording.skip(batch);
                } else {
                    recording.write(batch);
                }
                return recording;
            });
        } catch (SQLException | RuntimeException e) {
            catalog.clear();
            throw e;
        }
        problem = null;
        catalog.trim();
        latest.take(done.readings());
        dropped.addAndGet(done.refused());
        tell(done.outcomes());
    }

    private void tell(List<Outcome> outcomes) {
        try {
            if (!outcomes.isEmpty()) {
                listener.committed(outcomes);
            }
        } catch (RuntimeException e) {
            LOG.error("who was told of a commit failed", e);
        }
    }

    private void writeLatest(boolean now) {
        if (!latest.due(clock.millis()) && !(now && !latest.isEmpty())) {
            return;
        }
        try {
            database.transact(connection -> {
                latest.write(connection, database.dialect());
                return null;
            });
            latest.written(clock.millis());
        } catch (SQLException e) {
            log("the last values could not be written: {}", StoreException.reason(e));
        }
    }

    private void trim() {
        if (problem != null || !rollup.due(clock.millis())) {
            return;
        }
        try {
            rollup.step(clock.millis());
        } catch (SQLException e) {
            log("the store could not be trimmed: {}", StoreException.reason(e));
        }
    }

    private void log(String line, String reason) {
        if (clock.millis() >= nextLogMs) {
            nextLogMs = clock.millis() + LOG_EVERY_MS;
            LOG.warn(line, reason);
        }
    }

    /** Waits until everything offered before is committed. @return false if that took longer, or it is closing */
    public boolean flush(Duration atMost) throws InterruptedException {
        return !closing && queue.flush(atMost);
    }

    /** Writes what is queued, then ends the thread; gives up on a database that is away. */
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_MS);
            if (thread.isAlive()) {
                LOG.warn("the store's writer did not finish in time: {}", problem);
                thread.interrupt();
                thread.join(CLOSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
