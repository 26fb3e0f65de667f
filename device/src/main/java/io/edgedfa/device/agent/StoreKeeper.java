package io.edgedfa.device.agent;

import io.edgedfa.device.agent.StoreQueue.WaitingEvent;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Outbox;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.store.StoreInUseException;
import io.edgedfa.device.store.StoreLimits;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The way from the loop to the store: a thread of its own writes, so that no disk holds up a prediction. While the store cannot
 * be used (full, read-only, broken) the board goes on without it: events wait, reports go out without a number, checkpoints are
 * left out, and it is opened anew with growing pauses. Thread-safe.
 */
public final class StoreKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StoreKeeper.class.getName());
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 60_000;

    private final Path file;
    private final StoreLimits limits;
    private final Clock clock;
    private final StoreListener.Opening opening;
    private final StoreListener listener;
    private final StoreWriter writer; // the keeper's thread only
    private final Thread thread = new Thread(this::run, "edgedfa-store");

    private final Object order = new Object(); // held from giving a number until the listener knows of it
    private final Object lock = new Object(); // guards what follows; not held while the store works
    private final StoreQueue queue = new StoreQueue();
    private BoardStore store;
    private Boolean saved;
    private boolean working;
    private boolean closing;
    private boolean broken;
    private boolean renewed;
    private String trouble = "";
    private OptionalLong storeBytes = OptionalLong.empty();
    private Outbox.Size outbox = new Outbox.Size(0, 0, 0, 0);
    private long savedMs;
    private long unkeptReports;

    /**
     * @param opening told whenever the store was opened
     * @throws StoreInUseException if another board has the store open
     */
    public StoreKeeper(Path file, StoreLimits limits, Clock clock, StoreListener.Opening opening, StoreListener listener) {
        this.file = file;
        this.limits = limits;
        this.clock = clock;
        this.opening = opening;
        this.listener = listener;
        this.writer = new StoreWriter(listener);
        thread.setDaemon(true);
        if (open() instanceof StoreInUseException inUse) {
            throw inUse;
        }
        thread.start();
    }

    /** Returns what went wrong, null for nothing. */
    private StoreException open() {
        try {
            BoardStore open = BoardStore.open(file, limits, clock);
            synchronized (lock) {
                store = open;
                broken = false;
                renewed |= open.setAside().isPresent();
            }
            writer.begin();
            opening.opened(open, this);
            open.setAside().ifPresent(old -> event("store-set-aside",
                    "the store was corrupt; it is now " + old.getFileName() + ", and learning starts from the factory model"));
            return null;
        } catch (StoreException e) {
            failed(e);
            return e;
        }
    }

    /** The store, if it can be used at present. */
    public Optional<BoardStore> store() {
        synchronized (lock) {
            return broken ? Optional.empty() : Optional.ofNullable(store);
        }
    }

    /** Whether the store was made anew since the last call, so that nothing of what was saved before is in it. */
    boolean takeRenewed() {
        synchronized (lock) {
            boolean was = renewed;
            renewed = false;
            return was;
        }
    }

    /** Records an event, soon. Never waits. */
    public void event(String kind, String text) {
        if (store().isEmpty()) {
            LOG.log(Level.WARNING, "{0}: {1}", kind, text); // nobody knows when it can be stored
        }
        synchronized (lock) {
            queue.add(new WaitingEvent(kind, text));
            lock.notifyAll();
        }
    }

    /** Hands a report to the outbox, or to {@link StoreListener#unkept} at once. Never waits. */
    public void report(Report report) {
        boolean taken;
        synchronized (lock) {
            taken = !broken && !closing && queue.add(report);
            lock.notifyAll();
        }
        if (!taken) {
            unkept(report);
        }
    }

    private void unkept(Report report) {
        synchronized (lock) {
            unkeptReports++;
        }
        listener.unkept(report);
    }

    /**
     * Changes the store on the calling thread, and waits for that.
     *
     * @param change returns the entry that it put into the outbox, if it put one there; the listener is told of it
     * @return false if the store cannot be used at present: then nothing was done
     * @throws StoreException if the store fails
     */
    public boolean commit(Function<BoardStore, Optional<Entry>> change) {
        Optional<BoardStore> open = store();
        if (open.isEmpty()) {
            return false;
        }
        synchronized (order) {
            change.apply(open.get()).ifPresent(entry -> listener.committed(open.get().outbox().store(), entry));
        }
        return true;
    }

    /** Whether {@link #save} would take a snapshot: the last one has been dealt with, and the store works. */
    boolean ready() {
        synchronized (lock) {
            return queue.snapshot() == null && saved == null && !broken;
        }
    }

    /** Begins to write a snapshot, which stays untouched until {@link #outcome} tells the end. Call only when {@link #ready}. */
    void save(Snapshot taken) {
        synchronized (lock) {
            queue.add(taken);
            lock.notifyAll();
        }
    }

    /** How the last {@link #save} ended, told once; empty while it goes on. */
    Optional<Boolean> outcome() {
        synchronized (lock) {
            Optional<Boolean> outcome = Optional.ofNullable(saved);
            saved = null;
            return outcome;
        }
    }

    /** Waits until all that was handed over is written or has failed. @return whether that was within the time */
    public boolean flush(long limitMs) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        synchronized (lock) {
            try {
                while ((working || !queue.empty()) && !broken) {
                    long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (leftMs <= 0) {
                        return false;
                    }
                    lock.wait(leftMs);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return !broken;
        }
    }

    /** How it goes. */
    public StoreStatus status() {
        synchronized (lock) {
            return new StoreStatus(trouble, storeBytes, outbox, savedMs, queue.lostEvents(), unkeptReports);
        }
    }

    private void run() {
        long pauseMs = FIRST_PAUSE_MS;
        try {
            while (awaitWork()) {
                try {
                    if (store().isEmpty()) {
                        pause(pauseMs);
                        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
                        reopen();
                        continue;
                    }
                    synchronized (order) {
                        work();
                    }
                    worked();
                    pauseMs = FIRST_PAUSE_MS;
                } catch (StoreException e) {
                    failed(e);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "the store is no longer written: its thread was interrupted");
        }
    }

    /** Returns false when closing and nothing more can be done. */
    private boolean awaitWork() throws InterruptedException {
        synchronized (lock) {
            working = false;
            lock.notifyAll();
            while (!closing && !broken && queue.empty()) {
                lock.wait();
            }
            working = true;
            return !closing || !broken && !queue.empty();
        }
    }

    /** One turn: an event if there is one, else a report and a snapshot. */
    private void work() {
        BoardStore open;
        WaitingEvent event;
        Report report;
        Snapshot taken;
        synchronized (lock) {
            open = store;
            event = queue.event();
            report = event == null ? queue.takeReport() : null;
            taken = event == null ? queue.snapshot() : null;
        }
        if (event != null) {
            writer.write(event, open);
            synchronized (lock) {
                queue.written(event);
            }
        }
        if (report != null) {
            write(report, open);
        }
        if (taken != null) {
            snapshotDone(writer.write(taken, open));
        }
    }

    private void write(Report report, BoardStore open) {
        boolean kept = false;
        try {
            kept = writer.write(report, open);
        } finally {
            if (!kept) {
                unkept(report);
            }
        }
    }

    private void snapshotDone(boolean well) {
        synchronized (lock) {
            queue.takeSnapshot();
            saved = well;
            savedMs = well ? clock.millis() : savedMs;
            lock.notifyAll();
        }
    }

    /** The store is back when it has taken something, not when it opens: a full one opens, too. */
    private void worked() {
        Optional<BoardStore> open = store();
        OptionalLong bytes = open.isEmpty() ? OptionalLong.empty() : OptionalLong.of(open.get().bytes());
        Outbox.Size size = open.isEmpty() ? status().outbox() : open.get().outbox().size();
        StoreStatus before;
        synchronized (lock) {
            before = status();
            storeBytes = bytes;
            outbox = size;
            trouble = "";
        }
        if (!before.trouble().isEmpty()) {
            event("store-back", "the store can be used again after: " + before.trouble() + before.losses());
        }
    }

    private void failed(StoreException e) {
        boolean news;
        List<Report> waiting;
        synchronized (lock) {
            waiting = queue.takeReports();
            news = trouble.isEmpty();
            trouble = e.getMessage();
            broken = true;
            if (queue.takeSnapshot()) {
                saved = false;
            }
            lock.notifyAll();
        }
        waiting.forEach(this::unkept);
        if (news) {
            LOG.log(Level.WARNING, "the store cannot be used, learning goes on without it: {0}", e.getMessage());
        }
    }

    private void pause(long ms) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        synchronized (lock) {
            for (long left = ms; left > 0 && !closing; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                lock.wait(left);
            }
        }
    }

    private void reopen() {
        BoardStore old;
        synchronized (lock) {
            if (closing) {
                return;
            }
            old = store;
            store = null;
        }
        if (old != null) {
            old.close();
        }
        open();
    }

    /** Writes what waits, for at most a second, and closes the store. */
    @Override
    public void close() {
        flush(500);
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store().ifPresent(BoardStore::close);
    }
}
