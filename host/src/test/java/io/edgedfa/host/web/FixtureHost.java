package io.edgedfa.host.web;

import io.edgedfa.host.web.http.Replies;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dashboard's files before an API whose answers a test decides: any fleet, any history, any failure. */
final class FixtureHost implements AutoCloseable {
    final List<Map<String, Object>> boards = new ArrayList<>();
    final List<Map<String, Object>> events = new ArrayList<>();
    final List<Map<String, Object>> alerts = new ArrayList<>();
    final List<Map<String, Object>> commands = new ArrayList<>();
    final List<Map<String, Object>> models = new ArrayList<>();
    final List<Map<String, Object>> experiments = new ArrayList<>();
    final List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());
    volatile boolean failing;
    volatile boolean brokerConnected = true;
    volatile String token;

    private final Fixtures fixtures = new Fixtures();
    private final Javalin server;
    private volatile boolean closed;

    FixtureHost() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.before(WebServer::addHeaders);
            config.routes.before("/api/*", this::admit);
            Page.serve(config.routes);
            config.routes.get("/api/live", this::live);
            config.routes.get("/api/boards", context -> list(context, boards));
            config.routes.get("/api/boards/{group}/{edge}", context -> one(context, boards, "id", id(context), fixtures::detail));
            config.routes.get("/api/boards/{group}/{edge}/series", context -> Replies.ok(context, fixtures.series(context)));
            config.routes.get("/api/events", context -> list(context, events));
            config.routes.get("/api/models", context -> list(context, models));
            config.routes.get("/api/commands", context -> list(context, commands));
            config.routes.post("/api/commands", this::command);
            config.routes.get("/api/alerts", context -> list(context, context.queryParam("open") == null ? alerts
                    : alerts.stream().filter(alert -> alert.get("until") == null).toList()));
            config.routes.get("/api/experiments", context -> list(context, experiments));
            config.routes.get("/api/experiments/{name}/table", context -> Replies.ok(context, fixtures.table()));
            config.routes.get("/api/experiments/{name}/plots/{file}", context -> context.contentType("image/png").result(fixtures.plot()));
        }).start("127.0.0.1", 0);
    }

    String uri(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    private void admit(Context context) {
        asked.add(context.path());
        if (token != null && !("Bearer " + token).equals(context.header("Authorization"))) {
            Replies.refuse(context, 401, "a token with role read is needed");
            context.skipRemainingHandlers();
        } else if (failing && !context.path().equals("/api/live")) {
            Replies.refuse(context, 500, "internal error; the host's log says more");
            context.skipRemainingHandlers();
        }
    }

    private void live(Context context) throws Exception {
        context.disableCompression();
        context.contentType("text/event-stream");
        var out = context.res().getOutputStream();
        for (String name = "snapshot"; !closed; name = "boards") {
            Map<String, Object> event = totals();
            event.put("boards", List.of());
            out.write(("event: " + name + "\ndata: " + Replies.json(event) + "\n\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
            Thread.sleep(300);
        }
    }

    private Map<String, Object> totals() {
        long online = boards.stream().filter(board -> "online".equals(board.get("state"))).count();
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("now", System.currentTimeMillis());
        totals.put("brokerUri", "tcp://127.0.0.1:1883");
        totals.put("group", "+");
        totals.put("brokerConnected", brokerConnected);
        totals.put("total", boards.size());
        totals.put("online", online);
        totals.put("dead", boards.size() - online);
        totals.put("samples", 123_456_789L);
        totals.put("alerts", alerts.stream().filter(alert -> alert.get("until") == null).count());
        return totals;
    }

    private void command(Context context) {
        commands.add(0, Fixtures.map("id", "c-" + commands.size(), "name", com.google.gson.JsonParser.parseString(context.body()).getAsJsonObject().get("name").getAsString(),
                "state", "accepted", "created", System.currentTimeMillis()));
        Replies.send(context, 202, Map.of("ids", List.of()));
    }

    private static void list(Context context, List<Map<String, Object>> items) {
        int offset = Integer.parseInt(java.util.Objects.requireNonNullElse(context.queryParam("offset"), "0"));
        int limit = Integer.parseInt(java.util.Objects.requireNonNullElse(context.queryParam("limit"), "100"));
        List<Map<String, Object>> part = items.stream().skip(offset).limit(limit).toList();
        Replies.ok(context, Fixtures.map("total", items.size(), "offset", offset, "items", part));
    }

    private static void one(Context context, List<Map<String, Object>> items, String key, String value,
            java.util.function.UnaryOperator<Map<String, Object>> more) {
        items.stream().filter(item -> value.equals(item.get(key))).findFirst().ifPresentOrElse(
                item -> Replies.ok(context, more.apply(item)), () -> Replies.refuse(context, 404, "no board " + value));
    }

    private static String id(Context context) {
        return context.pathParam("group") + "/" + context.pathParam("edge");
    }

    @Override
    public void close() {
        closed = true;
        server.stop();
    }
}
