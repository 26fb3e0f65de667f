package io.edgedfa.host.web.api;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import io.edgedfa.host.fleet.command.CommandOrder;
import io.edgedfa.host.fleet.command.CommandRefusedException;
import io.edgedfa.host.fleet.command.Commands;
import io.edgedfa.host.fleet.command.Target;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.ledger.CommandRecord;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Listing;
import io.edgedfa.host.web.http.Parameters;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** {@code /api/commands}: what boards were told to do, and telling them. */
public final class CommandsApi implements Endpoints {
    /** Context attribute: who asks, as far as the server knows; a {@link String}. */
    public static final String SENDER = "principal";
    private static final int MAX_BODY = 4_096;
    private static final Gson GSON = new Gson();

    private final Commands commands;
    private final BiConsumer<String, String> audit;

    private record TargetJson(String board, String group, Boolean all) {}

    private record OrderJson(TargetJson target, String name, String argument, Long expiresInSeconds) {}

    private record Given(String board, String id) {}

    private record GivenJson(List<Given> ids) {}

    /** Times in milliseconds since 1970 UTC by the host's clock. */
    private record CommandJson(String id, String board, String name, String argument, String sender, long created, long expires, String state,
            String reason, long changed) {
        static CommandJson of(CommandRecord record) {
            return new CommandJson(record.id(), record.board().toString(), record.name(), record.argument(), record.sender(),
                    record.createdMs(), record.expiresMs(), record.state(), record.reason(), record.changedMs());
        }
    }

    /** @param audit told of every command that was given: by whom, and what */
    public CommandsApi(Commands commands, BiConsumer<String, String> audit) {
        this.commands = commands;
        this.audit = audit;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/commands", this::list);
        routes.get("/api/commands/{id}", this::one);
        routes.post("/api/commands", this::give);
    }

    private void list(Context context) {
        Parameters parameters = new Parameters(context);
        BoardId board = parameters.board("board");
        long offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
        List<CommandJson> items = commands.newest(board, parameters.limit(), offset).stream().map(CommandJson::of).toList();
        Replies.ok(context, new Listing<>(commands.count(board), offset, items));
    }

    private void one(Context context) {
        CommandRecord found = commands.find(context.pathParam("id")).orElseThrow(() -> new NotFoundResponse("no such command"));
        Replies.ok(context, CommandJson.of(found));
    }

    private void give(Context context) {
        OrderJson asked = body(context);
        Target target = target(asked.target());
        CommandOrder order = order(asked, sender(context));
        try {
            List<Given> given = commands.give(target, order).stream().map(record -> new Given(record.board().toString(), record.id())).toList();
            audit.accept(order.sender(), order.name() + (order.argument().isEmpty() ? "" : " " + order.argument()) + " to " + target);
            Replies.send(context, 202, new GivenJson(given));
        } catch (CommandRefusedException e) {
            throw new HttpResponseException(e.why() == CommandRefusedException.Cause.NO_BOARD ? 404 : 429, e.getMessage());
        }
    }

    private static OrderJson body(Context context) {
        if (context.req().getContentLengthLong() > MAX_BODY) {
            throw new HttpResponseException(413, "the body has " + context.req().getContentLengthLong() + " bytes; allowed: " + MAX_BODY);
        }
        try {
            OrderJson asked = GSON.fromJson(context.body(), OrderJson.class);
            if (asked == null || asked.name() == null) {
                throw new BadRequestResponse("name is missing");
            }
            return asked;
        } catch (JsonSyntaxException e) {
            throw new BadRequestResponse("the body is no command; allowed: {\"target\": ..., \"name\": \"pause\", \"argument\": \"\","
                    + " \"expiresInSeconds\": 300}");
        }
    }

    /** Who asks, as far as the server knows; empty if nobody had to say. */
    static String sender(Context context) {
        String sender = context.attribute(SENDER);
        return sender == null ? "" : sender;
    }

    private static CommandOrder order(OrderJson asked, String sender) {
        try {
            return new CommandOrder(asked.name(), asked.argument() == null ? "" : asked.argument(), asked.expiresInSeconds() == null
                    ? CommandOrder.DEFAULT_EXPIRY : Duration.ofSeconds(asked.expiresInSeconds()), sender);
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse(e.getMessage());
        }
    }

    private static Target target(TargetJson asked) {
        int named = asked == null ? 0 : (asked.board() == null ? 0 : 1) + (asked.group() == null ? 0 : 1) + (asked.all() == null ? 0 : 1);
        if (named != 1 || Boolean.FALSE.equals(asked.all())) {
            throw new BadRequestResponse("target must be one of {\"board\": \"GROUP/EDGE\"}, {\"group\": \"GROUP\"}, {\"all\": true}");
        }
        if (asked.board() == null) {
            return asked.group() == null ? Target.ALL : Target.ofGroup(asked.group());
        }
        return Target.of(Parameters.boardId("target.board", asked.board()));
    }
}
