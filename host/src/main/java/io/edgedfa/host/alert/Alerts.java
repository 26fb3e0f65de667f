package io.edgedfa.host.alert;

import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.EventQuery;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.StoredEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.ledger.AlertLedger;
import io.edgedfa.host.store.ledger.AlertRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at fleet and events once a second, opens and closes alerts, and knows which are open. Safe for use by many threads. */
public final class Alerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final long EVERY_MS = 1_000;

    private record Key(String rule, BoardId board) {}

    private final List<AlertRule> rules;
    private final Supplier<List<BoardView>> fleet;
    private final Function<EventQuery, List<StoredEvent>> events;
    private final AlertLedger ledger;
    private final Clock clock;
    private final Webhook webhook;
    private final Map<Key, Watch> watches = new HashMap<>(); // of the one thread that looks
    private final Map<Key, AlertRecord> open = new HashMap<>(); // of the same
    private final Map<BoardId, Integer> openCounts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "alerts");
        thread.setDaemon(true);
        return thread;
    });
    private boolean failing;

    /**
     * Goes on with what was open, and begins to look and to tell.
     *
     * @param webhook null for none
     */
    public static Alerts start(List<AlertRule> rules, WebhookSettings webhook, Fleet fleet, Store store, Database database, Clock clock) {
        AlertLedger ledger = new AlertLedger(database, webhook != null);
        Webhook hook = webhook == null ? null : new Webhook(webhook, ledger).start();
        Alerts alerts = new Alerts(rules, fleet::boards, store::events, ledger, clock, hook);
        alerts.looking.scheduleWithFixedDelay(alerts::lookSafely, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
        return alerts;
    }

    /**
     * @param fleet   all boards as they are
     * @param events  of the store
     * @param webhook told when alerts were opened or closed; null for none
     */
    Alerts(List<AlertRule> rules, Supplier<List<BoardView>> fleet, Function<EventQuery, List<StoredEvent>> events,
            AlertLedger ledger, Clock clock, Webhook webhook) {
        this.rules = List.copyOf(rules);
        this.fleet = fleet;
        this.events = events;
        this.ledger = ledger;
        this.clock = clock;
        this.webhook = webhook;
        recall();
    }

    /** What was open when the host stopped is open; alerts of rules that are gone are closed. */
    private void recall() {
        List<AlertLedger.Closing> orphans = new ArrayList<>();
        for (AlertRecord alert : ledger.open()) {
            AlertRule rule = rules.stream().filter(each -> each.name().equals(alert.rule())).findFirst().orElse(null);
            if (rule == null) {
                orphans.add(new AlertLedger.Closing(alert, clock.millis()));
            } else {
                Watch watch = new Watch(rule, true);
                if (rule.kind() == AlertKind.EVENT) {
                    watch.happened(alert.sinceMs());
                }
                Key key = new Key(rule.name(), alert.board());
                watches.put(key, watch);
                open.put(key, alert);
            }
        }
        ledger.change(List.of(), orphans, Map.of());
        count();
    }

    private void lookSafely() {
        try {
            look();
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                LOG.warn("alerts wait for the store: {}", e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            LOG.error("alerts could not be looked for", e);
        }
    }

    /** One look. If the store refuses, what was to be opened or closed is found again by the next one. */
    void look() {
        long nowMs = clock.millis();
        Changes changes = new Changes();
        try {
            List<BoardView> boards = fleet.get();
            for (AlertRule rule : rules) {
                if (rule.kind() == AlertKind.EVENT) {
                    lookAtEvents(rule, nowMs, changes);
                } else {
                    lookAtBoards(rule, boards, nowMs, changes);
                }
            }
            if (changes.isEmpty()) {
                return;
            }
            ledger.change(changes.opened, changes.closed, changes.seen)
                    .forEach(alert -> open.put(new Key(alert.rule(), alert.board()), alert));
        } catch (StoreException e) {
            changes.opened.forEach(alert -> watches.remove(new Key(alert.rule(), alert.board())));
            changes.closed.forEach(closing -> watches.put(new Key(closing.alert().rule(), closing.alert().board()),
                    new Watch(rule(closing.alert().rule()), true)));
            throw e;
        }
        changes.closed.forEach(closing -> open.remove(new Key(closing.alert().rule(), closing.alert().board())));
        if (!changes.opened.isEmpty() || !changes.closed.isEmpty()) {
            count();
            if (webhook != null) {
                webhook.wake();
            }
        }
    }

    /** What a look has found, to be committed as one. */
    private static final class Changes {
        final List<AlertRecord> opened = new ArrayList<>();
        final List<AlertLedger.Closing> closed = new ArrayList<>();
        /** Newest event looked at, by rule. */
        final Map<String, Long> seen = new HashMap<>();

        boolean isEmpty() {
            return opened.isEmpty() && closed.isEmpty() && seen.isEmpty();
        }
    }

    private AlertRule rule(String name) {
        return rules.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private void lookAtBoards(AlertRule rule, List<BoardView> boards, long nowMs, Changes changes) {
        for (BoardView board : boards) {
            if (!rule.appliesTo(board.id().group())) {
                continue;
            }
            Key key = new Key(rule.name(), board.id());
            Watch watch = watches.getOrDefault(key, new Watch(rule, false));
            switch (watch.look(board, nowMs)) {
                case OPEN -> changes.opened.add(AlertRecord.opened(board.id(), rule.name(), nowMs, watch.detail(board)));
                case CLOSE -> changes.closed.add(new AlertLedger.Closing(open.get(key), nowMs));
                case NOTHING -> { }
            }
            if (watch.idle()) {
                watches.remove(key);
            } else {
                watches.put(key, watch);
            }
        }
    }

    private void lookAtEvents(AlertRule rule, long nowMs, Changes changes) {
        Long seen = ledger.seen(rule.name());
        List<StoredEvent> newest = events.apply(new EventQuery(null, rule.event(), Long.MAX_VALUE, EventQuery.MOST));
        long last = newest.isEmpty() ? 0 : newest.get(0).id();
        if (seen == null || last > seen) {
            changes.seen.put(rule.name(), last);
        }
        for (StoredEvent each : newest) {
            BoardId board = each.event().board();
            boolean fresh = seen != null && each.id() > seen; // a new rule is not about the past
            if (fresh && board != null && rule.appliesTo(board.group())) {
                Watch watch = watches.computeIfAbsent(new Key(rule.name(), board), unknown -> new Watch(rule, false));
                if (watch.happened(nowMs) == Watch.Step.OPEN) {
                    changes.opened.add(AlertRecord.opened(board, rule.name(), nowMs, rule.event() + ": " + each.event().detail()));
                }
            }
        }
        watches.entrySet().removeIf(entry -> {
            boolean ends = entry.getKey().rule().equals(rule.name()) && entry.getValue().quiet(nowMs) == Watch.Step.CLOSE;
            if (ends) {
                changes.closed.add(new AlertLedger.Closing(open.get(entry.getKey()), nowMs));
            }
            return ends;
        });
    }

    private void count() {
        Map<BoardId, Integer> counts = new HashMap<>();
        open.keySet().forEach(key -> counts.merge(key.board(), 1, Integer::sum));
        openCounts.keySet().retainAll(counts.keySet());
        openCounts.putAll(counts);
    }

    /** Open alerts of a board. */
    public int openCount(BoardId board) {
        return openCounts.getOrDefault(board, 0);
    }

    /** Alerts, newest first. @param onlyOpen whether to leave out those that are over */
    public List<AlertRecord> list(boolean onlyOpen, int limit, long offset) {
        return ledger.list(onlyOpen, limit, offset);
    }

    /** How many {@link #list} has in all. */
    public long count(boolean onlyOpen) {
        return ledger.count(onlyOpen);
    }

    @Override
    public void close() {
        looking.shutdownNow();
        try {
            looking.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (webhook != null) {
            webhook.close();
        }
    }
}
