package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.ledger.AggregatorLedger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host among those that share its database: it renews its lease, and knows which boards are its own.
 *
 * <p>While the database is away the last known share stays: two hosts that follow the same board for a while store nothing
 * twice, the database sees to that, but a board that none follows would wait.
 */
final class Membership implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(8);
    static final Duration RENEW_EVERY = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private final AggregatorLedger ledger;
    private final String name;
    private final Runnable changed;
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(Membership::daemon);
    private volatile BoardShare share;
    private boolean troubled; // of the renewing thread

    /**
     * Begins the lease.
     *
     * @param name    unique among the hosts, the same after a restart
     * @param changed called when boards may have become this host's or another's; on a thread of its own
     * @throws IllegalArgumentException if the name is not one that a topic can hold
     * @throws StoreException           if the database cannot be reached
     */
    Membership(AggregatorLedger ledger, String name, Runnable changed) {
        this.ledger = ledger;
        this.name = Topic.requireId("name of the host", name);
        this.changed = changed;
        share = new BoardShare(ledger.renew(name, LEASE), name);
    }

    /** From now on the lease is renewed and changes are told. */
    void start() {
        LOG.info("host {} among {}", name, share.living());
        renewing.scheduleWithFixedDelay(this::renew, RENEW_EVERY.toMillis(), RENEW_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean ours(BoardId board) {
        return share.ours(board);
    }

    private void renew() {
        try {
            List<String> living = ledger.renew(name, LEASE);
            troubled = false;
            if (!living.equals(share.living())) {
                LOG.info("hosts that live: {}", living);
                share = new BoardShare(living, name);
                changed.run();
            }
        } catch (StoreException e) {
            if (!troubled) {
                LOG.warn("the lease of host {} cannot be renewed, its boards stay as they are: {}", name, e.getMessage());
            }
            troubled = true;
        } catch (RuntimeException e) { // the executor would end for good
            LOG.error("the lease of host {} was not renewed", name, e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fleet-lease");
        thread.setDaemon(true);
        return thread;
    }

    /** Stops renewing; the lease stays until it expires, as that of a killed host does. */
    void abandon() {
        renewing.shutdownNow();
    }

    /** Ends the lease: the other hosts take over at their next look. */
    @Override
    public void close() {
        abandon();
        try {
            renewing.awaitTermination(LEASE.toMillis(), TimeUnit.MILLISECONDS); // it could begin the lease anew
            ledger.leave(name);
        } catch (StoreException e) {
            LOG.warn("the lease of host {} stays until it expires: {}", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
