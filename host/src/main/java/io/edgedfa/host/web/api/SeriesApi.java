package io.edgedfa.host.web.api;

import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.series.Series;
import io.edgedfa.host.store.series.SeriesPoint;
import io.edgedfa.host.web.http.CsvReply;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Parameters;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Locale;

/** {@code /api/boards/{group}/{edge}/series}: one metric over time. */
public final class SeriesApi implements Endpoints {
    static final int DEFAULT_POINTS = 600;
    static final int MAX_POINTS = 5_000;

    private final Fleet fleet;
    private final Store store;

    /** @param points each {@code [milliseconds, mean, min, max]}, oldest first */
    private record SeriesJson(String board, String metric, String resolution, List<Object[]> points) {}

    public SeriesApi(Fleet fleet, Store store) {
        this.fleet = fleet;
        this.store = store;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/boards/{group}/{edge}/series", this::series);
    }

    private void series(Context context) {
        BoardId board = new BoardId(context.pathParam("group"), context.pathParam("edge"));
        Parameters parameters = new Parameters(context);
        String metric = parameters.required("metric", "learning/accuracy");
        long from = parameters.whole("from", 0, 0, Long.MAX_VALUE);
        long to = parameters.whole("to", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        int most = (int) parameters.whole("points", DEFAULT_POINTS, 1, MAX_POINTS);
        if (!fleet.knows(board)) {
            throw new NotFoundResponse("no such board");
        }
        Series series = store.series(board, metric, from, to, most);
        if (CsvReply.isWanted(context)) {
            CsvReply.send(context, "series.csv", Table.columns(SeriesPoint.class), series.points().stream().map(Table::row).toList());
            return;
        }
        List<Object[]> points = series.points().stream()
                .map(point -> new Object[] {point.timeMs(), point.mean(), point.min(), point.max()})
                .toList();
        Replies.ok(context, new SeriesJson(board.toString(), metric, series.resolution().name().toLowerCase(Locale.ROOT), points));
    }
}
