package io.edgedfa.host.web.api;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import io.edgedfa.host.fleet.rollout.RolloutOrder;
import io.edgedfa.host.fleet.rollout.Rollouts;
import io.edgedfa.host.models.ModelShelf;
import io.edgedfa.host.store.ledger.RolloutBoard;
import io.edgedfa.host.store.ledger.RolloutRecord;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Listing;
import io.edgedfa.host.web.http.Parameters;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** {@code /api/rollouts}: models on their way to boards, and beginning and stopping that. {@code /api/shelf}: what can be rolled out. */
public final class RolloutsApi implements Endpoints {
    private static final int DEFAULT_CANARY_PERCENT = 10;
    private static final int DEFAULT_HALT_PERCENT = 20;
    private static final Gson GSON = new Gson();

    private final Rollouts rollouts;
    private final ModelShelf shelf;
    private final BiConsumer<String, String> audit;

    private record OrderJson(String model, Long version, String group, Integer canaryPercent, Integer haltPercent, Long expiresInSeconds) {}

    /** Times in milliseconds since 1970 UTC. */
    private record RolloutJson(String id, String model, long version, String group, int canaryPercent, int haltPercent, String sender,
            long created, long expires, String state, String reason, long changed) {
        static RolloutJson of(RolloutRecord r) {
            return new RolloutJson(r.id(), r.model(), r.version(), r.group(), r.canaryPercent(), r.haltPercent(), r.sender(), r.createdMs(),
                    r.expiresMs(), r.state(), r.reason(), r.changedMs());
        }
    }

    private record BoardJson(String board, boolean canary, String command, String state, String reason) {
        static BoardJson of(RolloutBoard b) {
            return new BoardJson(b.board().toString(), b.canary(), b.command(), b.state(), b.reason());
        }
    }

    private record DetailJson(RolloutJson rollout, List<BoardJson> boards) {}

    /** @param audit is told who did what */
    public RolloutsApi(Rollouts rollouts, ModelShelf shelf, BiConsumer<String, String> audit) {
        this.rollouts = rollouts;
        this.shelf = shelf;
        this.audit = audit;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/shelf", context -> Replies.ok(context, Listing.of(shelf.list(), new Parameters(context))));
        routes.get("/api/rollouts", this::list);
        routes.get("/api/rollouts/{id}", this::one);
        routes.post("/api/rollouts", this::begin);
        routes.post("/api/rollouts/{id}/stop", this::stop);
    }

    private void list(Context context) {
        Parameters parameters = new Parameters(context);
        long offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
        List<RolloutJson> items = rollouts.newest(parameters.limit(), offset).stream().map(RolloutJson::of).toList();
        Replies.ok(context, new Listing<>(rollouts.count(), offset, items));
    }

    private void one(Context context) {
        RolloutRecord found = found(context);
        Replies.ok(context, new DetailJson(RolloutJson.of(found), rollouts.boards(found.id()).stream().map(BoardJson::of).toList()));
    }

    private RolloutRecord found(Context context) {
        return rollouts.find(context.pathParam("id")).orElseThrow(() -> new NotFoundResponse("no such rollout"));
    }

    private void begin(Context context) throws IOException {
        try {
            RolloutOrder order = order(GSON.fromJson(context.body(), OrderJson.class), CommandsApi.sender(context));
            if (shelf.find(order.model(), order.version()).isEmpty()) {
                throw new NotFoundResponse("model " + order.model() + " version " + order.version() + " is not on the shelf (command models)");
            }
            RolloutRecord begun = rollouts.begin(order);
            audit.accept(order.sender(), "begin " + begun.id() + ": model " + order.model() + " version " + order.version() + " to "
                    + (order.group().isEmpty() ? "all boards" : "group " + order.group()));
            Replies.send(context, 202, RolloutJson.of(begun));
        } catch (JsonSyntaxException e) {
            throw new BadRequestResponse("the body is no rollout; allowed: {\"model\": \"ID\", \"version\": 2, \"group\": \"\", \"canaryPercent\": 10,"
                    + " \"haltPercent\": 20, \"expiresInSeconds\": 86400}");
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse(e.getMessage());
        }
    }

    private static RolloutOrder order(OrderJson asked, String sender) {
        if (asked == null || asked.model() == null || asked.version() == null) {
            throw new IllegalArgumentException("model and version are needed");
        }
        return new RolloutOrder(asked.model(), asked.version(), asked.group() == null ? "" : asked.group(),
                asked.canaryPercent() == null ? DEFAULT_CANARY_PERCENT : asked.canaryPercent(),
                asked.haltPercent() == null ? DEFAULT_HALT_PERCENT : asked.haltPercent(),
                asked.expiresInSeconds() == null ? RolloutOrder.DEFAULT_EXPIRY : Duration.ofSeconds(asked.expiresInSeconds()), sender);
    }

    private void stop(Context context) {
        RolloutRecord found = found(context);
        if (!rollouts.stop(found.id(), CommandsApi.sender(context))) {
            throw new ConflictResponse("the rollout is " + found.state() + " already");
        }
        audit.accept(CommandsApi.sender(context), "stop " + found.id());
        Replies.ok(context, RolloutJson.of(found(context)));
    }
}
