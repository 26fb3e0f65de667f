package io.edgedfa.device.agent;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.store.StoreInUseException;
import io.edgedfa.device.store.StoreLimits;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The way from the loop to the store: a thread of its own writes, so that no disk holds up a prediction. While the store cannot
 * be used (full, read-only, broken) the board goes on without it: events wait, checkpoints are left out, and it is opened anew
 * with growing pauses. Thread-safe.
 */
public final class StoreKeeper implements AutoCloseable {
    static final int MAX_WAITING_EVENTS = 1_000;
    private static final System.Logger LOG = System.getLogger(StoreKeeper.class.getName());
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 60_000;

    private final Path file;
    private final StoreLimits limits;
    private final Clock clock;
    private final Opening opening;
    private final Consumer<Event> committed;
    private final Thread thread = new Thread(this::run, "edgedfa-store");

    private final Object lock = new Object(); // guards what follows; not held while the store works
    private final Deque<String[]> events = new ArrayDeque<>();
    private BoardStore store;
    private Snapshot snapshot;
    private Boolean saved;
    private boolean working;
    private boolean closing;
    private boolean broken;
    private boolean renewed;
    private String trouble = "";
    private OptionalLong storeBytes = OptionalLong.empty();
    private long savedMs;
    private long lostEvents;

    /** What is to be done with a store that was opened. */
    @FunctionalInterface
    public interface Opening {
        /** Called by the constructor, and later by the keeper's thread. @throws StoreException if the store does not work after all */
        void opened(BoardStore store, StoreKeeper keeper);
    }

    /**
     * @param opening   told whenever the store was opened
     * @param committed told of each event once it is on disk, on this object's thread
     * @throws StoreInUseException if another board has the store open
     */
    public StoreKeeper(Path file, StoreLimits limits, Clock clock, Opening opening, Consumer<Event> committed) {
        this.file = file;
        this.limits = limits;
        this.clock = clock;
        this.opening = opening;
        this.committed = committed;
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
            if (events.size() == MAX_WAITING_EVENTS) {
                events.removeFirst();
                lostEvents++;
            }
            events.addLast(new String[] {kind, text});
            lock.notifyAll();
        }
    }

    /** Whether {@link #save} would take a snapshot: the last one has been dealt with, and the store works. */
    boolean ready() {
        synchronized (lock) {
            return snapshot == null && saved == null && !broken;
        }
    }

    /** Begins to write a snapshot, which stays untouched until {@link #outcome} tells the end. Call only when {@link #ready}. */
    void save(Snapshot taken) {
        synchronized (lock) {
            snapshot = taken;
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
                while ((working || snapshot != null || !events.isEmpty()) && !broken) {
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

    /** What is wrong with the store; empty when nothing is. */
    public String trouble() {
        synchronized (lock) {
            return trouble;
        }
    }

    /** Bytes of the store's files, as of the last write; empty before that. */
    public OptionalLong storeBytes() {
        synchronized (lock) {
            return storeBytes;
        }
    }

    /** When the last checkpoint was written, milliseconds since 1970 UTC; 0 for none by this process. */
    public long savedMs() {
        synchronized (lock) {
            return savedMs;
        }
    }

    /** Events that were dropped because the store was away for too long. */
    public long lostEvents() {
        synchronized (lock) {
            return lostEvents;
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
                    work();
                    worked();
                    pauseMs = FIRST_PAUSE_MS;
                } catch (IllegalArgumentException e) { // of this one alone, not of the store
                    LOG.log(Level.ERROR, "a checkpoint is refused: {0}", e.getMessage());
                    snapshotDone(false);
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
            while (!closing && !broken && snapshot == null && events.isEmpty()) {
                lock.wait();
            }
            working = true;
            return !closing || !broken && (snapshot != null || !events.isEmpty());
        }
    }

    /** One piece of work: an event if there is one, else a snapshot. */
    private void work() {
        BoardStore open;
        String[] event;
        Snapshot taken;
        synchronized (lock) {
            open = store;
            event = events.peekFirst();
            taken = snapshot;
        }
        if (event != null) {
            long number = open.events().add(event[0], event[1]);
            synchronized (lock) {
                events.remove(event); // by identity: it may have been dropped meanwhile
            }
            committed.accept(new Event(number, clock.millis(), event[0], event[1]));
        } else if (taken != null) {
            open.checkpoints().save(taken.facts(), taken.tensors(), taken.memory(), taken.good());
            synchronized (lock) {
                savedMs = clock.millis();
            }
            snapshotDone(true);
        }
    }

    private void snapshotDone(boolean well) {
        synchronized (lock) {
            snapshot = null;
            saved = well;
            lock.notifyAll();
        }
    }

    /** The store is back when it has taken something, not when it opens: a full one opens, too. */
    private void worked() {
        OptionalLong bytes = store().map(open -> OptionalLong.of(open.bytes())).orElse(OptionalLong.empty());
        String was;
        long lost;
        synchronized (lock) {
            lost = lostEvents;
            storeBytes = bytes;
            was = trouble;
            trouble = "";
        }
        if (!was.isEmpty()) {
            event("store-back", "the store can be used again after: " + was + (lost == 0 ? "" : "; events lost so far: " + lost));
        }
    }

    private void failed(StoreException e) {
        boolean news;
        synchronized (lock) {
            news = trouble.isEmpty();
            trouble = e.getMessage();
            broken = true;
            if (snapshot != null) {
                snapshot = null;
                saved = false;
            }
            lock.notifyAll();
        }
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
