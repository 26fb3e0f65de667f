package io.edgedfa.device.telemetry;

import io.edgedfa.device.telemetry.sparkplug.MessageType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
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
 * is away, silent or refusing. While it is away only the latest value of each metric is kept. Thread-safe.
 */
public final class EdgeNode implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EdgeNode.class.getName());
    private static final int CLOSE_MS = 1_900;
    private static final int BD_SEQ_MODULUS = 256;
    private static final int MOST_AT_ONCE = 32;

    private final EdgeNodeSettings settings;
    private final RandomGenerator random;
    private final Clock clock;
    private final Outgoing outgoing;
    private final Thread thread;

    private final Object lock = new Object(); // guards what follows; never held during input or output
    private final MetricTable node = new MetricTable(0);
    private final MetricTable device = new MetricTable(1);
    private boolean closing;
    private boolean connected;
    private boolean outgoingWaits; // messages, as far as is known
    private boolean quiet; // the present trouble has been logged
    private int births;
    private String lastError;

    /** A node that only reports. */
    public EdgeNode(EdgeNodeSettings settings) {
        this(settings, null, new SplittableRandom(), Clock.systemUTC());
    }

    /** @param outgoing messages for {@link EdgeNodeSettings#eventsTopic}, published with QoS 1 */
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
        put(device, deviceMetrics);
    }

    /** As {@link #report}, for the metrics of the board itself: NBIRTH and NDATA. */
    public void reportNode(List<Metric> nodeMetrics) {
        put(node, nodeMetrics);
    }

    /** There is a new message in {@link Outgoing}. Never blocks. */
    public void wake() {
        synchronized (lock) {
            outgoingWaits = true;
            lock.notifyAll();
        }
    }

    private void put(MetricTable table, List<Metric> metrics) {
        synchronized (lock) {
            for (Metric metric : metrics) {
                try {
                    table.put(metric);
                } catch (RuntimeException e) { // learning goes on, whatever is wrong with a metric
                    lastError = String.valueOf(e.getMessage());
                }
            }
            lock.notifyAll();
        }
    }

    /** Whether the births are out and nothing is known to have gone wrong since. */
    public boolean connected() {
        synchronized (lock) {
            return connected;
        }
    }

    /** How often the connection was made again after the first time. */
    public int reconnects() {
        synchronized (lock) {
            return Math.max(0, births - 1);
        }
    }

    /** What went wrong last, whether or not it is over. */
    public Optional<String> lastError() {
        synchronized (lock) {
            return Optional.ofNullable(lastError);
        }
    }

    /** Says goodbye (NDEATH, DISCONNECT) if there is a connection, and ends the thread, all within 2 s. */
    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = settings.backoff(random);
        try {
            for (int bdSeq = 0; !closing(); bdSeq = (bdSeq + 1) % BD_SEQ_MODULUS) {
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
            synchronized (lock) {
                connected = false; // also after an Error
            }
        }
    }

    /** One connection, from its beginning to its end, whatever that is. Returns whether the births went out. */
    private boolean session(int bdSeq) throws InterruptedException {
        EdgeSession session = new EdgeSession(settings, bdSeq, clock, lock, () -> closing);
        try {
            session.open();
            birth(session);
            up(bdSeq);
            serve(session);
        } catch (IOException | RuntimeException e) {
            return down(e);
        } finally {
            if (closing()) {
                session.farewell();
            }
            session.discard();
        }
        return down(null);
    }

    private void up(int bdSeq) {
        synchronized (lock) {
            connected = true;
            outgoingWaits = true;
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
        synchronized (lock) {
            wasUp = connected;
            connected = false;
            log = trouble != null && !closing && !quiet;
            if (trouble != null && !closing) {
                lastError = trouble.getMessage();
                quiet = true;
            }
        }
        if (log) {
            LOG.log(Level.WARNING, "telemetry cannot reach {0}, learning goes on: {1}", settings.brokerUri(), trouble.getMessage());
        }
        return wasUp;
    }

    private boolean closing() {
        synchronized (lock) {
            return closing;
        }
    }

    private void birth(EdgeSession session) throws IOException, InterruptedException {
        List<Metric> nodeMetrics;
        List<Metric> deviceMetrics;
        synchronized (lock) {
            nodeMetrics = node.birth();
            deviceMetrics = device.birth();
        }
        session.nodeBirth(nodeMetrics);
        if (!deviceMetrics.isEmpty()) { // the device is born with the first report
            session.publish(MessageType.DBIRTH, deviceMetrics);
        }
    }

    private void serve(EdgeSession session) throws IOException, InterruptedException {
        while (awaitWork(session)) {
            boolean all;
            boolean deviceBirth;
            List<Metric> nodeChanges = List.of();
            List<Metric> deviceMetrics = List.of();
            synchronized (lock) {
                all = session.takeRebirth() || node.birthNeeded();
                deviceBirth = device.birthNeeded();
                if (!all) {
                    nodeChanges = node.changes();
                    deviceMetrics = deviceBirth ? device.birth() : device.changes();
                }
            }
            if (all) {
                birth(session);
            }
            if (!nodeChanges.isEmpty()) {
                session.publish(MessageType.NDATA, nodeChanges);
            }
            if (!deviceMetrics.isEmpty()) {
                session.publish(deviceBirth ? MessageType.DBIRTH : MessageType.DDATA, deviceMetrics);
            }
            deliver(session);
        }
    }

    /** A few of the messages that must not be lost, one at a time: the next goes out when the broker has the one before. */
    private void deliver(EdgeSession session) throws IOException, InterruptedException {
        synchronized (lock) {
            if (outgoing == null || !outgoingWaits) {
                return;
            }
            outgoingWaits = false;
        }
        try {
            List<Outgoing.Entry> entries = outgoing.oldest(MOST_AT_ONCE);
            for (Outgoing.Entry entry : entries) {
                session.publishSurely(entry.payload());
                outgoing.acknowledged(entry.number());
            }
            if (entries.size() == MOST_AT_ONCE) {
                wake();
            }
        } catch (RuntimeException e) { // of the store; tried again with the next message
            synchronized (lock) {
                lastError = String.valueOf(e.getMessage());
            }
        }
    }

    /** Returns true when there is something to publish, false when closing. */
    private boolean awaitWork(EdgeSession session) throws IOException, InterruptedException {
        synchronized (lock) {
            while (!closing && !session.waiting() && !node.waiting() && !device.waiting() && !(outgoingWaits && outgoing != null)) {
                lock.wait();
            }
            if (!closing) {
                session.requireAlive();
            }
            return !closing;
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
}
