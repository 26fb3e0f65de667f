package io.edgedfa.host.web;

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
    private final Supplier<List<BoardJson>> boards;
    /** By id, in the order in which they were last told. */
    private final LinkedHashMap<String, BoardJson> told = new LinkedHashMap<>();

    /**
     * @param totals numbers of the whole fleet, by their JSON names
     * @param boards all boards as they are now
     */
    Changes(Supplier<Map<String, Object>> totals, Supplier<List<BoardJson>> boards) {
        this.totals = totals;
        this.boards = boards;
    }

    /** The totals, and {@code boards}: none. */
    Map<String, Object> totals() {
        return with(List.of());
    }

    /** The totals, and {@code boards}: those that changed, which from now on count as told. */
    Map<String, Object> next() {
        Map<String, BoardJson> waiting = new LinkedHashMap<>();
        Map<String, BoardJson> now = new LinkedHashMap<>();
        for (BoardJson board : boards.get()) {
            now.put(board.id(), board);
            if (!told.containsKey(board.id())) {
                waiting.put(board.id(), board);
            }
        }
        for (Iterator<BoardJson> each = told.values().iterator(); each.hasNext();) {
            BoardJson before = each.next();
            BoardJson board = now.get(before.id());
            if (board == null) {
                each.remove();
            } else if (!board.equals(before)) {
                waiting.put(board.id(), board);
            }
        }
        List<BoardJson> next = new ArrayList<>(waiting.values()).subList(0, Math.min(MAX_BOARDS, waiting.size()));
        for (BoardJson board : next) {
            told.remove(board.id());
            told.put(board.id(), board);
        }
        return with(next);
    }

    private Map<String, Object> with(List<BoardJson> changed) {
        Map<String, Object> event = new LinkedHashMap<>(totals.get());
        event.put("boards", changed);
        return event;
    }
}
