package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.delivery.Outgoing;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The board as a Sparkplug edge node with one device, the learner (Sparkplug B 3.0, sections 5.4 and 6.4).
 *
 * <p>The learning loop hands metrics over and goes on; a single daemon thread does everything else, for as long as the broker
 * is away, silent or refusing. While it is away the latest value of each metric is kept, and {@link Outgoing} keeps the rest. Thread-safe.
 */
public final class EdgeNode implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EdgeNode.class.getName());
    private static final int CLOSE_MS = 1_900;
    private static final int BD_SEQ_MODULUS = 256;

    private final EdgeNodeSettings settings;
    private final RandomGenerator random;
    private final Clock clock;
    private final Outgoing outgoing;
    private final Thread thread;
    private final Handover handover = new Handover();

    // guarded by the handover's lock
    private boolean connected;
    private boolean quiet; // the present trouble has been logged
    private int births;

    /** A node that only reports. */
    public EdgeNode(EdgeNodeSettings settings) {
        this(settings, null, new SplittableRandom(), Clock.systemUTC());
    }

    /** @param outgoing what the host has not committed yet */
    public EdgeNode(EdgeNodeSettings settings, Outgoing outgoing) {
        this(settings, outgoing, new SplittableRandom(), Clock.systemUTC());
    }

    /**
     * @param outgoing null for none
     * @param random   spreads the pauses between attempts to connect
     * @param clock    for the timestamps of messages
     */
    EdgeNode(EdgeNodeSettings settings, Outgoing outgoing, RandomGenerator random, Clock clock) {
        this.settings = settings;
        this.outgoing = outgoing;
        this.random = random;
        this.clock = clock;
        this.thread = new Thread(this::run, "edgedfa-telemetry");
        this.thread.setDaemon(true); // Paho's threads inherit it
        if (outgoing != null) {
            handover.metrics.declareEntries(clock.millis());
        }
    }

    /**
     * Begins to connect, and returns at once.
     *
     * @throws IllegalThreadStateException if started before
     */
    public void start() {
        thread.start();
    }

    /**
     * Hands over the newest values of the learner's metrics; those left out keep theirs. Never blocks and never throws: a
     * metric that cannot be sent (no name, no type, value out of range, too long, one too many) is left out and shows in
     * {@link #lastError}. A metric seen for the first time brings a new DBIRTH, a changed value goes out in the next DDATA.
     */
    public void report(List<Metric> deviceMetrics) {
        handover.report(true, deviceMetrics);
    }

    /** As {@link #report}, for the metrics of the board itself: NBIRTH and NDATA. */
    public void reportNode(List<Metric> nodeMetrics) {
        handover.report(false, nodeMetrics);
    }

    /**
     * Hands over an entry that is in {@link Outgoing} now, in the order of their numbers. It goes out once, at once, if there is
     * a session; once more whenever the host turns out not to have it. Never blocks and never throws.
     */
    public void publish(Outgoing.Numbered entry) {
        handover.publish(entry);
    }

    /** Has the births published anew, if there is a session. Never blocks. */
    public void rebirth() {
        handover.rebirth();
    }

    /**
     * The next command to the node that nobody has taken yet: an NCMD payload with more in it than rebirths and acknowledgements.
     * A few wait, and what comes then is dropped. Never blocks.
     */
    public Optional<Payload> takeCommand() {
        return handover.takeCommand();
    }

    /** Whether the births are out and nothing is known to have gone wrong since. */
    public boolean connected() {
        synchronized (handover.lock) {
            return connected;
        }
    }

    /** How often the connection was made again after the first time. */
    public int reconnects() {
        synchronized (handover.lock) {
            return Math.max(0, births - 1);
        }
    }

    /** What went wrong last, whether or not it is over. */
    public Optional<String> lastError() {
        synchronized (handover.lock) {
            return Optional.ofNullable(handover.lastError);
        }
    }

    /** Says goodbye (NDEATH, DISCONNECT) if there is a connection, and ends the thread, all within 2 s. */
    @Override
    public void close() {
        handover.close();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = settings.backoff(random);
        try {
            for (int bdSeq = 0; !handover.closing(); bdSeq = (bdSeq + 1) % BD_SEQ_MODULUS) {
                long begun = System.nanoTime();
                boolean wasUp = session(bdSeq);
                // a broker that takes us in only to throw us out again counts as failing
                if (wasUp && System.nanoTime() - begun > settings.backoffMax().toNanos()) {
                    backoff.reset();
                }
                pause(backoff.nextMs());
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "telemetry ended: its thread was interrupted");
        } finally {
            synchronized (handover.lock) {
                connected = false; // also after an Error
            }
        }
    }

    /** One connection, from its beginning to its end, whatever that is. Returns whether the births went out. */
    private boolean session(int bdSeq) throws InterruptedException {
        EdgeSession session = new EdgeSession(settings, bdSeq, clock, handover);
        Delivery delivery = new Delivery(session, handover, outgoing);
        try {
            session.open();
            delivery.birth();
            up(bdSeq);
            delivery.serve();
        } catch (IOException | RuntimeException e) {
            return down(e);
        } finally {
            handover.endSession();
            if (leaving(session)) {
                session.farewell();
            }
            session.discard();
        }
        return down(null);
    }

    /** Whether the session ends because this side wants it. */
    private boolean leaving(EdgeSession session) {
        synchronized (handover.lock) {
            return handover.closing || session.hostGone();
        }
    }

    private void up(int bdSeq) {
        synchronized (handover.lock) {
            connected = true;
            births++;
            quiet = false;
        }
        LOG.log(Level.INFO, "telemetry reports to {0} as {1}/{2}, bdSeq {3}", settings.brokerUri(), settings.group(),
                settings.edgeNode(), bdSeq);
    }

    /** Returns whether it was up. Logs the first trouble and stays quiet until it is over. */
    private boolean down(Exception trouble) {
        boolean wasUp;
        boolean log;
        synchronized (handover.lock) {
            wasUp = connected;
            connected = false;
            log = trouble != null && !handover.closing && !quiet;
            if (trouble != null && !handover.closing) {
                handover.lastError = trouble.getMessage();
                quiet = true;
            }
        }
        if (log) {
            LOG.log(Level.WARNING, "telemetry cannot reach {0}, learning goes on: {1}", settings.brokerUri(), trouble.getMessage());
        }
        return wasUp;
    }

    private void pause(long ms) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        synchronized (handover.lock) {
            for (long left = ms; left > 0 && !handover.closing; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                handover.lock.wait(left);
            }
        }
    }
}
