package io.edgedfa.host.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs a virtual fleet: connects every board, lets all report for a while, waits until everything is acknowledged, and says
 * goodbye. One thread, the caller's; not to be used twice.
 */
public final class Simulation {
    private static final long PULSE_MS = 10;
    private static final long TICK_MS = 250;
    private static final long PROGRESS_MS = 5_000;
    /** Longest wait for acknowledgements of what boards told when they came. */
    private static final long SETTLE_MS = 10_000;
    private static final int INBOX_CAPACITY = 1_000_000;
    private static final int LONGEST_BURST = 10_000;

    private final SimulationSettings settings;
    private final Consumer<Progress> watcher;
    private final Tally tally = new Tally();
    private final List<VirtualBoard> boards = new ArrayList<>();
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Gate gate;
    private volatile boolean stopped;
    private String phase = "connecting";
    private long phaseBeganMs;
    private long nextTickMs;
    private long nextProgressMs;
    private int turn;
    private int connectedAtStart;
    private long beganNanos;

    /** @param watcher told how far it is, every few seconds */
    public Simulation(SimulationSettings settings, Consumer<Progress> watcher) {
        this.settings = settings;
        this.watcher = watcher;
        long nowMs = System.currentTimeMillis();
        gate = new Gate(settings.connectsPerSecond(), nowMs);
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (int i = 0; i < settings.boards(); i++) {
            String edge = String.format(Locale.ROOT, "sim-%05d", i + 1);
            VirtualBoard board = new VirtualBoard(settings.groupOf(i), edge, settings.waitingPerBoard(), random.split(), tally, nowMs);
            board.plugIn(new BoardConnection(settings.broker(), settings.groupOf(i) + "-" + edge, new Ears(board)));
            boards.add(board);
        }
    }

    /** Ends the readings early, from any thread; what was sent is still waited for. */
    public void stop() {
        stopped = true;
    }

    /** Runs to its end. @throws InterruptedException if the thread is interrupted; the connections are closed then, too */
    public void run() throws InterruptedException {
        try {
            connect();
            report();
            drain();
        } finally {
            long nowMs = System.currentTimeMillis();
            boards.forEach(board -> board.farewell(nowMs));
        }
    }

    private void connect() throws InterruptedException {
        begin("connecting");
        boards.forEach(board -> gate.add(board, 0));
        long patienceMs = 60_000 + 2_000L * settings.boards() / settings.connectsPerSecond();
        pulse(patienceMs, () -> stopped || connected() == boards.size(), nowMs -> {});
        connectedAtStart = connected();
        pulse(Math.min(SETTLE_MS, settings.drainSeconds() * 1_000L), () -> stopped || waiting() == 0, nowMs -> {});
    }

    private void report() throws InterruptedException {
        begin("running");
        beganNanos = System.nanoTime();
        tally.measure(beganNanos);
        long total = (long) settings.metricsPerSecond() * settings.seconds();
        long patienceMs = settings.seconds() * 1_500L + 10_000; // of a machine that does not keep up
        pulse(patienceMs, () -> stopped || tally.readingsSent >= total, nowMs -> {
            long micros = (System.nanoTime() - beganNanos) / 1_000;
            reportUntil(Math.min(total, micros * settings.metricsPerSecond() / 1_000_000), nowMs);
        });
    }

    /** Lets one board after the other report until so many readings are sent, or all boards are off. */
    private void reportUntil(long due, long nowMs) {
        int asleep = 0;
        for (int burst = 0; tally.readingsSent < due && asleep < boards.size() && burst < LONGEST_BURST; burst++) {
            asleep = boards.get(turn).report(nowMs, true) == 0 ? asleep + 1 : 0;
            turn = (turn + 1) % boards.size();
        }
    }

    private void drain() throws InterruptedException {
        begin("draining");
        boards.forEach(VirtualBoard::wake);
        pulse(settings.drainSeconds() * 1_000L, () -> waiting() == 0, nowMs -> {});
    }

    private void begin(String name) {
        phase = name;
        phaseBeganMs = System.currentTimeMillis();
        nextProgressMs = phaseBeganMs + PROGRESS_MS;
    }

    private interface Work {
        void at(long nowMs);
    }

    /** The loop: what arrived, who may connect, what is due; until it is over or time is up. */
    private void pulse(long forMs, BooleanSupplier over, Work work) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMs);
        while (System.nanoTime() - endNanos < 0 && !over.getAsBoolean()) {
            Runnable first = inbox.poll(PULSE_MS, TimeUnit.MILLISECONDS);
            for (Runnable next = first; next != null; next = inbox.poll()) {
                next.run();
            }
            long nowMs = System.currentTimeMillis();
            gate.open(nowMs, board -> board.connect(nowMs));
            work.at(nowMs);
            if (Math.abs(nowMs - nextTickMs) >= TICK_MS) {
                nextTickMs = nowMs;
                tick(nowMs);
            }
        }
    }

    private void tick(long nowMs) {
        for (VirtualBoard board : boards) {
            if (board.tick(nowMs)) {
                gate.add(board, nowMs);
            }
        }
        if (nowMs >= nextProgressMs) {
            nextProgressMs = nowMs + PROGRESS_MS;
            watcher.accept(new Progress(phase, (nowMs - phaseBeganMs) / 1_000, connected(), tally.readingsSent,
                    tally.readingsAcknowledged, waiting(), tally.latencyMs.getValueAtPercentile(99)));
        }
    }

    private int connected() {
        return (int) boards.stream().filter(VirtualBoard::born).count();
    }

    private long waiting() {
        return boards.stream().mapToLong(board -> board.outbox().size()).sum();
    }

    /** Readings put into each board's outbox, by {@code group/edge}. */
    public Map<String, Long> readings() {
        Map<String, Long> counts = new LinkedHashMap<>();
        boards.forEach(board -> counts.put(board.id(), board.readings()));
        return counts;
    }

    /** Events put into each board's outbox, by {@code group/edge}. */
    public Map<String, Long> events() {
        Map<String, Long> counts = new LinkedHashMap<>();
        boards.forEach(board -> counts.put(board.id(), board.events()));
        return counts;
    }

    /** The result as far as the boards know it: stored is what was acknowledged. */
    public SimulationResult result() {
        long dropped = boards.stream().mapToLong(board -> board.outbox().droppedReports() + board.outbox().droppedEvents()).sum();
        List<String> faults = new ArrayList<>();
        if (connectedAtStart < boards.size()) {
            faults.add(boards.size() - connectedAtStart + " boards were not connected when the readings began");
        }
        if (waiting() > 0) {
            faults.add(waiting() + " entries were not acknowledged within " + settings.drainSeconds() + " s after the end");
        }
        if (dropped > 0) {
            faults.add(dropped + " entries were dropped by boards whose outboxes were full");
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        double seconds = Math.max(1e-3, (tally.lastAcknowledgedNanos - beganNanos) / 1e9);
        long acknowledged = tally.readingsAcknowledged;
        return new SimulationResult(boards.size(), connectedAtStart, seconds, acknowledged / seconds, tally.readingsSent, acknowledged,
                tally.readingsSent - acknowledged, 0, tally.latencyMs.getValueAtPercentile(50), tally.latencyMs.getValueAtPercentile(99),
                tally.latencyMs.getMaxValue(), settings.brokerUri(), null, tally.eventsSent,
                tally.eventsSent - tally.eventsAcknowledged, waiting(), dropped, tally.published, tally.resent,
                tally.connectionsLost, tally.outages, tally.commands, runtime.totalMemory() - runtime.freeMemory(), faults);
    }

    /** What the network says of a board, handed to the simulation's thread. */
    private final class Ears implements BoardConnection.Listener {
        private final VirtualBoard board;

        Ears(VirtualBoard board) {
            this.board = board;
        }

        @Override
        public void connected() {
            inbox.add(() -> board.connected(System.currentTimeMillis()));
        }

        @Override
        public void lost() {
            inbox.add(() -> {
                long waitMs = board.lost();
                if (waitMs >= 0) {
                    gate.add(board, System.currentTimeMillis() + waitMs);
                }
            });
        }

        @Override
        public void command(byte[] payload) {
            if (inbox.size() < INBOX_CAPACITY) { // the host says it again
                inbox.add(() -> board.command(payload, System.currentTimeMillis()));
            }
        }
    }
}
