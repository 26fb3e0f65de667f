package io.edgedfa.host.web.api;

import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.board.BoardId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * All boards' summaries, built for all readers together. A board that has said nothing keeps its instance from one snapshot to
 * the next. Safe for use by many threads.
 */
public final class Summaries {
    /** A snapshot is not built again before this. */
    private static final long FRESH_NANOS = 200_000_000;

    /**
     * The boards at one moment.
     *
     * @param nowMs  that moment, milliseconds since 1970 UTC by the host's clock
     * @param boards by id; unmodifiable
     */
    public record Snapshot(long nowMs, List<BoardSummary> boards) {}

    private record Kept(BoardView view, BoardSummary summary) {}

    private final Fleet fleet;
    private final ToIntFunction<BoardId> openAlerts;
    private Map<BoardId, Kept> kept = new HashMap<>();
    private Snapshot snapshot;
    private long builtNanos;

    /** @param openAlerts how many a board has */
    public Summaries(Fleet fleet, ToIntFunction<BoardId> openAlerts) {
        this.fleet = fleet;
        this.openAlerts = openAlerts;
    }

    /** The boards as they are now, or were up to 0.2 s ago. */
    public synchronized Snapshot current() {
        if (snapshot == null || System.nanoTime() - builtNanos > FRESH_NANOS) {
            long nowMs = fleet.nowMs();
            Map<BoardId, Kept> next = new HashMap<>();
            List<BoardSummary> boards = fleet.boards().stream().map(view -> summary(view, next)).toList();
            kept = next;
            snapshot = new Snapshot(nowMs, boards);
            builtNanos = System.nanoTime();
        }
        return snapshot;
    }

    /** One board's, as it is now. */
    BoardSummary of(BoardView view) {
        return BoardSummary.of(view, openAlerts.applyAsInt(view.id()));
    }

    private BoardSummary summary(BoardView view, Map<BoardId, Kept> next) {
        Kept before = kept.get(view.id());
        int alerts = openAlerts.applyAsInt(view.id());
        boolean same = before != null && before.summary.alerts() == alerts && before.view.equals(view);
        Kept now = same ? new Kept(view, before.summary) : new Kept(view, BoardSummary.of(view, alerts));
        next.put(view.id(), now);
        return now.summary;
    }
}
