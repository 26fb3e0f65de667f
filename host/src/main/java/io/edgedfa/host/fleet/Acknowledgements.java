package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.delivery.CommitListener;
import io.edgedfa.host.store.delivery.Outcome;
import io.edgedfa.host.store.delivery.Result;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells boards up to where their messages are committed, on a thread of its own: at once after a commit and after a birth,
 * once a second at most where nothing new was committed. Several for one board become one, the last.
 *
 * <p>One that is lost does no harm: the board sends again what it believes missing, and is told again.
 */
final class Acknowledgements implements CommitListener, AutoCloseable {
    static final long REPEAT_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

    /** What a board is to be told. */
    private static final class Standing {
        long storeId;
        long upTo;
        boolean unknown; // ask the store
        boolean waits;
        long notBeforeNs;
        long saidNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(REPEAT_MS);
    }

    private final Store store;
    private final Clock clock;
    private final BiPredicate<BoardId, Payload> send;
    private final Thread thread = new Thread(this::run, "fleet-acknowledge");
    private final Object lock = new Object(); // guards what follows; never held during input or output
    private final Map<BoardId, Standing> standings = new HashMap<>(); // no more than there are boards
    private boolean prompt; // one or more of them may be told now
    private boolean closed;

    /** A board, and what it is told. */
    private record Due(BoardId board, long storeId, long upTo, boolean unknown) {}

    /** @param send sends a command to a board; false if it could not */
    Acknowledgements(Store store, Clock clock, BiPredicate<BoardId, Payload> send) {
        this.store = store;
        this.clock = clock;
        this.send = send;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void committed(List<Outcome> outcomes) {
        synchronized (lock) {
            for (Outcome outcome : outcomes) {
                Standing standing = standing(outcome.board(), outcome.numbering().storeId());
                standing.upTo = outcome.acknowledged();
                standing.unknown = false;
                due(standing, outcome.result() == Result.STORED);
            }
        }
    }

    /** The board was born and waits to hear where it stands. */
    void born(BoardId board, long storeId) {
        synchronized (lock) {
            Standing standing = standing(board, storeId);
            standing.unknown = true;
            due(standing, true);
        }
    }

    private Standing standing(BoardId board, long storeId) {
        Standing standing = standings.computeIfAbsent(board, any -> new Standing());
        standing.storeId = storeId;
        return standing;
    }

    private void due(Standing standing, boolean now) {
        long at = now ? System.nanoTime() : standing.saidNs + TimeUnit.MILLISECONDS.toNanos(REPEAT_MS);
        standing.notBeforeNs = standing.waits && standing.notBeforeNs - at < 0 ? standing.notBeforeNs : at;
        standing.waits = true;
        if (now) {
            prompt = true;
            lock.notifyAll();
        }
    }

    private void run() {
        try {
            while (true) {
                List<Due> all = await();
                if (all.isEmpty()) {
                    return;
                }
                all.forEach(this::tell);
            }
        } catch (InterruptedException e) {
            LOG.warn("boards are told nothing any more: the thread was interrupted");
        }
    }

    /** Waits until boards are to be told something. Returns none when closed. */
    private List<Due> await() throws InterruptedException {
        synchronized (lock) {
            List<Due> all = new ArrayList<>();
            while (!closed && all.isEmpty()) {
                if (!prompt) {
                    lock.wait(REPEAT_MS / 4);
                }
                prompt = false;
                take(all);
            }
            return closed ? List.of() : all;
        }
    }

    private void take(List<Due> all) {
        long now = System.nanoTime();
        standings.forEach((board, standing) -> {
            if (standing.waits && standing.notBeforeNs - now <= 0) {
                standing.waits = false;
                standing.saidNs = now;
                all.add(new Due(board, standing.storeId, standing.upTo, standing.unknown));
            }
        });
    }

    private void tell(Due due) {
        long upTo = due.upTo();
        if (due.unknown()) {
            try {
                upTo = store.acknowledged(due.board(), due.storeId());
            } catch (StoreException e) { // asked again as long as it takes: without this the board sends nothing again
                again(due);
                return;
            }
        }
        long nowMs = clock.millis();
        send.test(due.board(), new Payload(nowMs, Payload.NO_SEQ, List.of(
                Metric.of(BoardMetrics.OUTBOX_STORE, nowMs, due.storeId()),
                Metric.of(BoardMetrics.OUTBOX_ACKNOWLEDGED, nowMs, upTo))));
    }

    private void again(Due due) {
        synchronized (lock) {
            Standing standing = standings.get(due.board());
            if (!standing.waits && standing.storeId == due.storeId()) {
                due(standing, false);
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
