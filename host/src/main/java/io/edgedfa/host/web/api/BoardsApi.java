package io.edgedfa.host.web.api;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.web.http.CsvReply;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Listing;
import io.edgedfa.host.web.http.Parameters;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** {@code /api/boards} and one board. */
public final class BoardsApi implements Endpoints {
    private static final Map<String, Function<BoardSummary, ? extends Comparable<?>>> SORTS = new TreeMap<>(Map.of(
            "edge", BoardSummary::edge,
            "state", BoardSummary::state,
            "accuracy", BoardSummary::accuracy,
            "temperature", BoardSummary::temperature,
            "lastSeen", BoardSummary::lastSeen,
            "model", BoardSummary::modelId));

    private final Fleet fleet;
    private final Summaries summaries;

    public BoardsApi(Fleet fleet, Summaries summaries) {
        this.fleet = fleet;
        this.summaries = summaries;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/boards", this::boards);
        routes.get("/api/boards/{group}/{edge}", this::board);
    }

    private void boards(Context context) {
        Parameters parameters = new Parameters(context);
        Comparator<BoardSummary> order = order(parameters);
        List<BoardSummary> found = summaries.current().boards().stream().filter(filter(parameters)).sorted(order).toList();
        if (CsvReply.isWanted(context)) {
            List<BoardSummary> rows = parameters.text("limit") == null ? found : Listing.of(found, parameters).items();
            CsvReply.send(context, "boards.csv", Table.columns(BoardSummary.class), rows.stream().map(Table::row).toList());
        } else {
            Replies.ok(context, Listing.of(found, parameters));
        }
    }

    private static Predicate<BoardSummary> filter(Parameters parameters) {
        String group = parameters.text("group");
        String state = parameters.choice("state", null, List.of(BoardSummary.ONLINE, BoardSummary.DEAD));
        String model = parameters.text("model");
        String part = parameters.text("q");
        String wanted = part == null ? null : part.toLowerCase(Locale.ROOT);
        return board -> (group == null || group.equals(board.group()))
                && (state == null || state.equals(board.state()))
                && (model == null || model.equals(board.modelId()))
                && (wanted == null || board.id().toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** What is asked for first, then the id; boards that never said come last either way. */
    private static Comparator<BoardSummary> order(Parameters parameters) {
        String sort = parameters.choice("sort", null, SORTS.keySet());
        boolean descending = parameters.choice("order", "asc", List.of("asc", "desc")).equals("desc");
        Comparator<BoardSummary> byId = comparing(BoardSummary::group).thenComparing(BoardSummary::edge);
        if (sort == null) {
            return descending ? byId.reversed() : byId;
        }
        return by(SORTS.get(sort), descending).thenComparing(byId);
    }

    @SuppressWarnings("unchecked")
    private static <C extends Comparable<C>> Comparator<BoardSummary> by(Function<BoardSummary, ?> key, boolean descending) {
        Comparator<C> order = descending ? reverseOrder() : naturalOrder();
        return comparing((Function<BoardSummary, C>) key, nullsLast(order));
    }

    private void board(Context context) {
        BoardId id = new BoardId(context.pathParam("group"), context.pathParam("edge"));
        BoardView view = fleet.board(id).orElseThrow(() -> new NotFoundResponse("no such board"));
        Replies.ok(context, BoardDetail.of(view, summaries.of(view)));
    }
}
