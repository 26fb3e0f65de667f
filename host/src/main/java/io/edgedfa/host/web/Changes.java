package io.edgedfa.host.web;

import io.edgedfa.host.web.api.BoardSummary;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is new in the fleet since the last look: totals, and the boards whose summary changed. At most {@link #MAX_BOARDS} at a
 * time, those first that waited longest, so that a fleet of any size costs its listeners a bounded amount. Not thread-safe.
 */
final class Changes {
    static final int MAX_BOARDS = 500;

    private final Supplier<Map<String, Object>> totals;
    private final Supplier<List<BoardSummary>> boards;
    /** By id, in the order in which they were last told. */
    private final LinkedHashMap<String, BoardSummary> told = new LinkedHashMap<>();

    /**
     * @param totals numbers of the whole fleet, by their JSON names
     * @param boards all boards as they are now
     */
    Changes(Supplier<Map<String, Object>> totals, Supplier<List<BoardSummary>> boards) {
        this.totals = totals;
        this.boards = boards;
    }

    /** The totals, and {@code boards}: none. */
    Map<String, Object> totals() {
        return with(List.of());
    }

    /** The totals, and {@code boards}: those that changed, which from now on count as told. */
    Map<String, Object> next() {
        Map<String, BoardSummary> waiting = new LinkedHashMap<>();
        Map<String, BoardSummary> now = new LinkedHashMap<>();
        for (BoardSummary board : boards.get()) {
            now.put(board.id(), board);
            if (!told.containsKey(board.id())) {
                waiting.put(board.id(), board);
            }
        }
        for (Iterator<BoardSummary> each = told.values().iterator(); each.hasNext();) {
            BoardSummary before = each.next();
            BoardSummary board = now.get(before.id());
            if (board == null) {
                each.remove();
            } else if (!board.equals(before)) {
                waiting.put(board.id(), board);
            }
        }
        List<BoardSummary> next = new ArrayList<>(waiting.values()).subList(0, Math.min(MAX_BOARDS, waiting.size()));
        for (BoardSummary board : next) {
            told.remove(board.id());
            told.put(board.id(), board);
        }
        return with(next);
    }

    private Map<String, Object> with(List<BoardSummary> changed) {
        Map<String, Object> event = new LinkedHashMap<>(totals.get());
        event.put("boards", changed);
        return event;
    }
}
