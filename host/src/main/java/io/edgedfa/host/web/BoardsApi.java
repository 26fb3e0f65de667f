package io.edgedfa.host.web;

import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.BoardId;
import io.edgedfa.host.store.Store;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON end points. */
final class BoardsApi {
    static final int DEFAULT_POINTS = 600;
    static final int MAX_POINTS = 5_000;
    private static final int MAX_METRIC_LENGTH = 255;

    private final Fleet fleet;
    private final Store store;

    BoardsApi(Fleet fleet, Store store) {
        this.fleet = fleet;
        this.store = store;
    }

    /** {@code GET /healthz}: 200 while the broker is heard and the store writes, else 503. */
    void health(Context context) {
        List<BoardView> boards = fleet.boards();
        long online = boards.stream().filter(BoardView::online).count();
        Fleet.Counts counts = fleet.counts();
        boolean ok = fleet.brokerConnected() && store.ok();
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("ok", ok);
        health.put("brokerConnected", fleet.brokerConnected());
        health.put("storeOk", store.ok());
        health.put("boards", boards.size());
        health.put("online", online);
        health.put("dead", boards.size() - online);
        health.put("messages", counts.received());
        health.put("malformed", counts.malformed());
        health.put("dropped", counts.dropped());
        health.put("refused", counts.refused());
        health.put("rebirthsAsked", counts.rebirthsAsked());
        health.put("storedReadings", store.rows());
        health.put("droppedWrites", store.droppedWrites());
        Replies.send(context, ok ? 200 : 503, health);
    }

    /** {@code GET /api/boards}: every board, by id. */
    void boards(Context context) {
        Replies.ok(context, fleet.boards().stream().map(BoardJson::of).toList());
    }

    /** {@code GET /api/boards/{group}/{edge}/series?metric=&since=&limit=}: points {@code [milliseconds, value]}, oldest first. */
    void series(Context context) {
        BoardId board = new BoardId(context.pathParam("group"), context.pathParam("edge"));
        String metric = context.queryParam("metric");
        if (metric == null || metric.isEmpty() || metric.length() > MAX_METRIC_LENGTH) {
            Replies.refuse(context, 400, "metric is missing or longer than " + MAX_METRIC_LENGTH
                    + " characters, e.g. metric=learning/accuracy");
            return;
        }
        Long since = number(context, "since", 0, 0, Long.MAX_VALUE);
        Long limit = since == null ? null : number(context, "limit", DEFAULT_POINTS, 1, MAX_POINTS);
        if (limit == null) {
            return;
        }
        if (!fleet.knows(board)) {
            Replies.refuse(context, 404, "no board " + board);
            return;
        }
        List<Object[]> points = store.series(board, metric, since, limit.intValue()).stream()
                .map(point -> new Object[] {point.timeMs(), point.value()})
                .toList();
        Map<String, Object> series = new LinkedHashMap<>();
        series.put("board", board.toString());
        series.put("metric", metric);
        series.put("points", points);
        Replies.ok(context, series);
    }

    /** The parameter, or null after answering 400. */
    private static Long number(Context context, String name, long absent, long least, long most) {
        String text = context.queryParam(name);
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        Replies.refuse(context, 400, name + " must be a whole number from " + least + " to " + most);
        return null;
    }
}
