package io.edgedfa.device.agent;

import io.edgedfa.device.agent.StoreQueue.WaitingEvent;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.Outbox;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.device.store.StoreInUseException;
import io.edgedfa.device.store.StoreLimits;
import io.edgedfa.text.Printable;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way from the loop to the store: a thread of its own writes, so that no disk holds up a prediction. While the store cannot
 * be used (full, read-only, broken) the board goes on without it: events wait, reports go out without a number, checkpoints are
 * left out, and it is opened anew with growing pauses. Thread-safe.
 */
public final class StoreKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StoreKeeper.class.getName());
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 60_000;
    private static final long LAST_WRITES_MS = 3_000; // of the five that a stop may take

    private final HeldStore held;
    private final Clock clock;
    private final StoreListener.Opening opening;
    private final StoreListener listener;
    private final StoreQueue queue = new StoreQueue();
    private final StoreWriter writer = new StoreWriter(); // the keeper's thread only
    private final Thread thread = new Thread(this::run, "edgedfa-store");

    private final Object order = new Object(); // held from giving a number until the listener knows of it
    private final Object lock = new Object(); // guards what follows; not held while the store works
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
        this(() -> BoardStore.open(file, limits, clock), clock, opening, listener);
    }

    /** @param opens throws {@link StoreException} when the store cannot be opened */
    StoreKeeper(Supplier<BoardStore> opens, Clock clock, StoreListener.Opening opening, StoreListener listener) {
        this.held = new HeldStore(opens);
        this.clock = clock;
        this.opening = opening;
        this.listener = new ShieldedListener(listener);
        thread.setDaemon(true);
        try {
            open();
        } catch (StoreInUseException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(e);
        }
        thread.start();
    }

    private void open() {
        Optional<BoardStore> opened = held.open();
        if (opened.isPresent()) {
            writer.begin();
            queue.back();
            opening.opened(opened.get(), this);
            opened.get().setAside().ifPresent(old -> event("store-set-aside",
                    "the store was corrupt; it is now " + old.getFileName() + ", and learning starts from the factory model"));
        }
    }

    /** The store, if it can be used at present. */
    public Optional<BoardStore> store() {
        return queue.isAway() ? Optional.empty() : held.get();
    }

    /** Whether the store was made anew since the last call, so that nothing of what was saved before is in it. */
    boolean takeRenewed() {
        return held.takeRenewed();
    }

    /** Records an event, soon. Never waits. */
    public void event(String kind, String text) {
        if (store().isEmpty()) {
            LOG.log(Level.WARNING, "{0}: {1}", kind, text); // nobody knows when it can be stored
        }
        queue.add(new WaitingEvent(kind, text));
    }

    /** Hands a report to the outbox, or to {@link StoreListener#unkept} at once. Never waits. */
    public void report(Report report) {
        if (!queue.add(report)) {
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
            long store = open.get().outbox().store(); // may fail, so before anything is put
            change.apply(open.get()).ifPresent(entry -> listener.committed(store, entry));
        }
        return true;
    }

    /** Whether {@link #save} would take a snapshot: the last one has been dealt with, and the store works. */
    boolean ready() {
        return queue.ready();
    }

    /** Begins to write a snapshot, which stays untouched until {@link #outcome} tells the end. Call only when {@link #ready}. */
    void save(Snapshot taken) {
        queue.add(taken);
    }

    /** How the last {@link #save} ended, told once; empty while it goes on. */
    Optional<Boolean> outcome() {
        return queue.outcome();
    }

    /** Waits until all that was handed over is written or has failed. @return whether that was within the time */
    public boolean flush(long limitMs) {
        return queue.flush(limitMs);
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
            while (queue.awaitWork()) {
                Optional<BoardStore> open = store();
                if (open.isEmpty()) {
                    queue.pause(pauseMs);
                    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
                    reopen();
                } else if (work(open.get())) {
                    pauseMs = FIRST_PAUSE_MS;
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "the store is no longer written: its thread was interrupted");
        }
    }

    private void reopen() {
        if (!queue.closing()) {
            try {
                open();
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    /** One turn. @return whether the store works */
    private boolean work(BoardStore open) {
        try {
            synchronized (order) {
                write(queue.next(), open);
            }
            worked(open);
            return true;
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    private void write(StoreQueue.Turn turn, BoardStore open) {
        if (turn.event() != null) {
            long store = open.outbox().store();
            Optional<Entry> entry = writer.write(turn.event(), open);
            queue.written(turn.event());
            entry.ifPresent(written -> listener.committed(store, written));
        }
        if (turn.report() != null) {
            write(turn.report(), open);
        }
        if (turn.snapshot() != null) {
            snapshotDone(writer.write(turn.snapshot(), open));
        }
    }

    private void write(Report report, BoardStore open) {
        long store;
        Optional<List<Entry>> entries = Optional.empty();
        try {
            store = open.outbox().store();
            entries = writer.write(report, open);
        } finally {
            if (entries.isEmpty()) {
                unkept(report);
            }
        }
        entries.ifPresent(written -> written.forEach(entry -> listener.committed(store, entry)));
    }

    private void snapshotDone(boolean well) {
        synchronized (lock) {
            savedMs = well ? clock.millis() : savedMs;
        }
        queue.saved(well);
    }

    /** The store is back when it has taken something, not when it opens: a full one opens, too. */
    private void worked(BoardStore open) {
        OptionalLong bytes = OptionalLong.of(open.bytes());
        Outbox.Size size = open.outbox().size();
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

    private void failed(RuntimeException e) {
        String why = e instanceof StoreException ? e.getMessage() : Printable.text(e.toString());
        boolean news;
        synchronized (lock) {
            news = trouble.isEmpty();
            trouble = why;
        }
        queue.away().forEach(this::unkept);
        if (news && !held.closed()) {
            LOG.log(Level.WARNING, "the store cannot be used{0}: {1}", queue.closing() ? "" : ", learning goes on without it", why);
        }
    }

    /** Writes what waits, for at most 3 s, and closes the store; what is being written then is awaited. */
    @Override
    public void close() {
        queue.close();
        try {
            thread.join(LAST_WRITES_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean cut = thread.isAlive() && store().isPresent();
        List<Report> reports = queue.away();
        held.close();
        int events = queue.events();
        if (cut && events + reports.size() > 0) {
            LOG.log(Level.WARNING, "the store was too slow and was closed before all was written; events not stored: {0}, reports: {1}",
                    Integer.toString(events), Integer.toString(reports.size()));
        }
        reports.forEach(this::unkept);
    }
}
