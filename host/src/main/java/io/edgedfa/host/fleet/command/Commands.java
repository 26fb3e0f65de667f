package io.edgedfa.host.fleet.command;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.command.CommandRefusedException.Cause;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.ledger.CommandLedger;
import io.edgedfa.host.store.ledger.CommandRecord;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives commands to boards and sees them through, on a thread of its own. Safe for use by many threads. */
public final class Commands implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final long TICK_MS = 250;
    /** How long after an answer came it is looked for: it is committed soon. */
    private static final long COMMIT_MS = 2_000;
    private static final long AGAIN_MS = 5_000;
    /** An answer that is on its way when the time is over is waited for. */
    private static final long GRACE_MS = 10_000;

    private final Fleet fleet;
    private final CommandLedger ledger;
    private final Clock clock;
    private final long againMs;
    private final long graceMs;
    private final Thread thread = new Thread(this::work, "fleet-commands");

    private final Object lock = new Object(); // guards what follows
    private final Set<BoardId> born = new HashSet<>();
    private Map<BoardId, CommandRecord> heads = Map.of(); // of each board the oldest open command
    private boolean changed = true;
    private long lookUntilMs;
    private boolean closing;

    // of the thread alone
    private final Map<String, Long> sentMs = new LinkedHashMap<>();
    private long expiredMs;

    private Commands(Fleet fleet, CommandLedger ledger, Clock clock, long againMs, long graceMs) {
        this.fleet = fleet;
        this.ledger = ledger;
        this.clock = clock;
        this.againMs = againMs;
        this.graceMs = graceMs;
        thread.setDaemon(true);
    }

    /**
     * Goes on with what the process before left open. Close it before fleet and store.
     *
     * @param ledger that the store hands answers to
     */
    public static Commands start(Fleet fleet, CommandLedger ledger, Clock clock) {
        return start(fleet, ledger, clock, AGAIN_MS, GRACE_MS);
    }

    /** @param againMs between two sendings @param graceMs after the expiry, until a command is given up */
    static Commands start(Fleet fleet, CommandLedger ledger, Clock clock, long againMs, long graceMs) {
        Commands commands = new Commands(fleet, ledger, clock, againMs, graceMs);
        fleet.listen(commands::born);
        ledger.onAnswer(commands::heard);
        commands.thread.start();
        return commands;
    }

    /**
     * Gives a command to each board of the target that is known now.
     *
     * @return a record for each, with its id
     * @throws CommandRefusedException if no board is known, or too many commands wait already: then none was given
     */
    public List<CommandRecord> give(Target target, CommandOrder order) {
        List<BoardId> boards = fleet.boards().stream().map(BoardView::id).filter(target::includes).toList();
        if (boards.isEmpty()) {
            throw new CommandRefusedException(Cause.NO_BOARD, "no board is known: " + target);
        }
        long nowMs = clock.millis();
        long expiresMs = nowMs + order.expires().toMillis();
        List<CommandRecord> records = boards.stream().map(board -> new CommandRecord(UUID.randomUUID().toString(), board, order.name(),
                order.argument(), order.sender(), nowMs, expiresMs, CommandRecord.OPEN, "", nowMs)).toList();
        synchronized (ledger) {
            ledger.add(records).ifPresent(excess -> {
                throw new CommandRefusedException(Cause.TOO_MANY, excess);
            });
        }
        look();
        return records;
    }

    public Optional<CommandRecord> find(String id) {
        return ledger.find(id);
    }

    /** Newest first. @param board null for all */
    public List<CommandRecord> newest(BoardId board, int limit, long offset) {
        return ledger.newest(board, limit, offset);
    }

    /** @param board null for all */
    public long count(BoardId board) {
        return ledger.count(board);
    }

    private void born(BoardId board) {
        synchronized (lock) {
            if (heads.containsKey(board)) {
                born.add(board);
                lock.notifyAll();
            }
        }
    }

    private void heard() {
        synchronized (lock) {
            lookUntilMs = clock.millis() + COMMIT_MS;
            lock.notifyAll();
        }
    }

    private void look() {
        synchronized (lock) {
            changed = true;
            lock.notifyAll();
        }
    }

    private void work() {
        try {
            while (awaitWork()) {
                try {
                    tick(clock.millis());
                } catch (StoreException e) {
                    LOG.warn("commands wait: {}", e.getMessage());
                    Thread.sleep(againMs);
                } catch (RuntimeException e) {
                    LOG.error("commands could not be sent", e);
                    Thread.sleep(againMs);
                }
            }
        } catch (InterruptedException e) {
            // only close() interrupts
        }
    }

    /** Returns false when closing. */
    private boolean awaitWork() throws InterruptedException {
        synchronized (lock) {
            if (!closing && !changed && born.isEmpty()) {
                lock.wait(TICK_MS);
            }
            return !closing;
        }
    }

    private void tick(long nowMs) {
        boolean periodic = Math.abs(nowMs - expiredMs) >= againMs; // either way: clocks are set back, too
        Set<BoardId> justBorn;
        boolean look;
        synchronized (lock) {
            justBorn = Set.copyOf(born);
            born.clear();
            look = changed || nowMs < lookUntilMs || periodic;
            changed = false;
        }
        if (periodic) {
            expiredMs = nowMs;
            synchronized (ledger) {
                ledger.expire(nowMs - graceMs);
            }
        }
        if (look) {
            refresh(nowMs);
        }
        Map<BoardId, CommandRecord> due = new LinkedHashMap<>();
        synchronized (lock) {
            heads.forEach((board, command) -> {
                if (justBorn.contains(board) || Math.abs(nowMs - sentMs.getOrDefault(command.id(), 0L)) >= againMs) {
                    due.put(board, command);
                }
            });
        }
        if (!due.isEmpty()) {
            send(due, nowMs);
        }
    }

    private void refresh(long nowMs) {
        Map<BoardId, CommandRecord> oldest = new LinkedHashMap<>();
        for (CommandRecord command : ledger.inState(CommandRecord.OPEN)) {
            if (command.expiresMs() > nowMs) {
                oldest.putIfAbsent(command.board(), command);
            }
        }
        synchronized (lock) {
            heads = oldest;
        }
        sentMs.keySet().retainAll(oldest.values().stream().map(CommandRecord::id).collect(Collectors.toSet()));
    }

    private void send(Map<BoardId, CommandRecord> due, long nowMs) {
        due.forEach((board, command) -> {
            boolean hears = fleet.follows(board) && fleet.board(board).map(BoardView::online).orElse(false);
            if (hears && fleet.send(board, payload(command, nowMs))) {
                sentMs.put(command.id(), nowMs);
            }
        });
    }

    private static Payload payload(CommandRecord command, long nowMs) {
        return new Payload(nowMs, Payload.NO_SEQ, List.of(
                Metric.of(BoardMetrics.COMMAND_ID, nowMs, command.id()),
                Metric.of(BoardMetrics.COMMAND_NAME, nowMs, command.name()),
                Metric.of(BoardMetrics.COMMAND_ARGUMENT, nowMs, command.argument()),
                Metric.of(BoardMetrics.COMMAND_EXPIRES_MILLIS, nowMs, command.expiresMs())));
    }

    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
