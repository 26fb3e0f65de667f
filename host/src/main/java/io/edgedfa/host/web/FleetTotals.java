package io.edgedfa.host.web;

import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.web.api.BoardSummary;
import io.edgedfa.host.web.api.Summaries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The whole fleet in a few numbers, by their JSON names. */
final class FleetTotals implements Supplier<Map<String, Object>> {
    private final Fleet fleet;
    private final Summaries summaries;

    FleetTotals(Fleet fleet, Summaries summaries) {
        this.fleet = fleet;
        this.summaries = summaries;
    }

    @Override
    public Map<String, Object> get() {
        List<BoardSummary> boards = summaries.current().boards();
        long online = boards.stream().filter(BoardSummary::online).count();
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("now", fleet.nowMs());
        totals.put("brokerUri", fleet.settings().brokerUri());
        totals.put("group", fleet.settings().group());
        totals.put("brokerConnected", fleet.brokerConnected());
        totals.put("total", boards.size());
        totals.put("online", online);
        totals.put("dead", boards.size() - online);
        totals.put("samples", boards.stream().mapToLong(board -> board.samples() == null ? 0 : board.samples()).sum());
        totals.put("alerts", boards.stream().mapToLong(BoardSummary::alerts).sum());
        return totals;
    }
}
