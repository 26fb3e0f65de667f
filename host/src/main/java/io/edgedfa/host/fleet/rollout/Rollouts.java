package io.edgedfa.host.fleet.rollout;

import io.edgedfa.device.telemetry.sparkplug.BoardCommands;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.command.CommandOrder;
import io.edgedfa.host.fleet.command.CommandRefusedException;
import io.edgedfa.host.fleet.command.Commands;
import io.edgedfa.host.fleet.command.Target;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.ledger.RolloutBoard;
import io.edgedfa.host.store.ledger.RolloutLedger;
import io.edgedfa.host.store.ledger.RolloutRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins rollouts and sees them through, on a thread of its own. Safe for use by many threads. */
public final class Rollouts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);
    private static final long TICK_MS = 1_000;
    /** A host that took on to ask a board does so at once, or died. */
    private static final long CLAIM_MS = 60_000;

    private final Fleet fleet;
    private final Commands commands;
    private final RolloutLedger ledger;
    private final Clock clock;
    private final Thread thread = new Thread(this::work, "fleet-rollouts");
    private boolean closing; // guarded by this

    private Rollouts(Fleet fleet, Commands commands, RolloutLedger ledger, Clock clock) {
        this.fleet = fleet;
        this.commands = commands;
        this.ledger = ledger;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Goes on with what runs. Close it before the commands. */
    public static Rollouts start(Fleet fleet, Commands commands, RolloutLedger ledger, Clock clock) {
        Rollouts rollouts = new Rollouts(fleet, commands, ledger, clock);
        rollouts.thread.start();
        return rollouts;
    }

    /**
     * Begins a rollout to the boards known now that have this model in a lower version, in random order.
     *
     * @throws IllegalArgumentException if there is no such board
     */
    public RolloutRecord begin(RolloutOrder order) {
        List<BoardId> boards = new ArrayList<>(fleet.boards().stream().filter(board -> wants(board, order)).map(BoardView::id).toList());
        if (boards.isEmpty()) {
            throw new IllegalArgumentException("no board" + (order.group().isEmpty() ? "" : " of group " + order.group()) + " is known that has model "
                    + order.model() + " in a version below " + order.version());
        }
        long nowMs = clock.millis();
        RolloutRecord rollout = new RolloutRecord(UUID.randomUUID().toString(), order.model(), order.version(), order.group(), order.canaryPercent(),
                order.haltPercent(), order.sender(), nowMs, nowMs + order.expires().toMillis(), RolloutRecord.RUNNING, "", nowMs);
        Collections.shuffle(boards, new Random(rollout.id().hashCode()));
        int canaries = Math.max(1, (boards.size() * order.canaryPercent() + 99) / 100);
        List<RolloutBoard> rows = new ArrayList<>();
        for (int i = 0; i < boards.size(); i++) {
            rows.add(new RolloutBoard(boards.get(i), i < canaries, "", RolloutBoard.WAITING, ""));
        }
        ledger.add(rollout, rows);
        return rollout;
    }

    private static boolean wants(BoardView board, RolloutOrder order) {
        return (order.group().isEmpty() || order.group().equals(board.id().group()))
                && order.model().equals(board.text(BoardMetrics.MODEL_ID)) && version(board) < order.version();
    }

    private static long version(BoardView board) {
        try {
            return Long.parseLong(String.valueOf(board.text(BoardMetrics.MODEL_VERSION)));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE; // no board of ours says so
        }
    }

    /** Asks nobody else; boards that were asked go on. @return false if it was over already, or there is none */
    public boolean stop(String id, String sender) {
        return ledger.end(id, RolloutRecord.STOPPED, sender.isEmpty() ? "" : "by " + sender, clock.millis());
    }

    /** Newest first. */
    public List<RolloutRecord> newest(int limit, long offset) {
        return ledger.newest(limit, offset);
    }

    public long count() {
        return ledger.count();
    }

    public Optional<RolloutRecord> find(String id) {
        return ledger.find(id);
    }

    /** How its boards fare, in the order in which they are asked. */
    public List<RolloutBoard> boards(String id) {
        return ledger.boards(id);
    }

    private void work() {
        try {
            while (awaitTick()) {
                try {
                    ledger.running().forEach(this::advance);
                } catch (StoreException | CommandRefusedException e) {
                    LOG.warn("rollouts wait: {}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("a rollout could not be advanced", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitTick() throws InterruptedException {
        if (!closing) {
            wait(TICK_MS);
        }
        return !closing;
    }

    private void advance(RolloutRecord rollout) {
        Progress progress = Progress.of(rollout, ledger.boards(rollout.id()));
        if (!progress.state().equals(RolloutRecord.RUNNING)) {
            ledger.end(rollout.id(), progress.state(), progress.reason(), clock.millis());
            LOG.info("rollout of model {} version {} is {}: {}", rollout.model(), rollout.version(), progress.state(), progress.reason());
        }
        for (RolloutBoard board : progress.ask()) {
            long nowMs = clock.millis();
            if (ledger.claim(rollout.id(), board.board(), nowMs, nowMs - CLAIM_MS)) {
                ledger.asked(rollout.id(), board.board(), ask(rollout, board.board(), nowMs));
            }
        }
    }

    private String ask(RolloutRecord rollout, BoardId board, long nowMs) {
        Duration left = Duration.ofMillis(Math.max(1_000, rollout.expiresMs() - nowMs));
        return commands.give(Target.of(board), new CommandOrder(BoardCommands.MODEL, rollout.model() + "/" + rollout.version(), left,
                rollout.sender())).get(0).id();
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
