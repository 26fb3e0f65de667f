package io.edgedfa.host.web.api;

import io.edgedfa.host.store.EventQuery;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.StoredEvent;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.web.http.CsvReply;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Parameters;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/** {@code /api/events}: what happened, newest first. */
public final class EventsApi implements Endpoints {
    private final Store store;

    /**
     * @param board  null for the host's own
     * @param source {@code host} or {@code board}
     * @param time   milliseconds since 1970 UTC
     */
    private record EventJson(long id, String board, String source, String kind, long time, String detail) {}

    private record Events(List<EventJson> items) {}

    public EventsApi(Store store) {
        this.store = store;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/events", this::events);
    }

    private void events(Context context) {
        Parameters parameters = new Parameters(context);
        BoardId board = parameters.board("board");
        String kind = parameters.text("kind");
        long before = parameters.whole("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        boolean csv = CsvReply.isWanted(context);
        int limit = csv && parameters.text("limit") == null ? EventQuery.MOST : parameters.limit();
        List<EventJson> items = store.events(new EventQuery(board, kind, before, limit)).stream().map(EventsApi::json).toList();
        if (csv) {
            CsvReply.send(context, "events.csv", Table.columns(EventJson.class), items.stream().map(Table::row).toList());
        } else {
            Replies.ok(context, new Events(items));
        }
    }

    private static EventJson json(StoredEvent stored) {
        BoardEvent event = stored.event();
        return new EventJson(stored.id(), event.board() == null ? null : event.board().toString(),
                event.source().name().toLowerCase(Locale.ROOT), event.kind(), event.timeMs(), event.detail());
    }
}
