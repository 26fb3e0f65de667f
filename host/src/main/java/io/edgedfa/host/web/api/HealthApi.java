package io.edgedfa.host.web.api;

import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.web.http.Caller;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /healthz}: the process lives; {@code /readyz}: it can do its work. Both for whoever supervises it. */
public final class HealthApi implements Endpoints {
    private final Fleet fleet;
    private final Store store;
    private final Summaries summaries;

    public HealthApi(Fleet fleet, Store store, Summaries summaries) {
        this.fleet = fleet;
        this.store = store;
        this.summaries = summaries;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/healthz", this::health);
        routes.get("/readyz", this::ready);
    }

    /** How many boards there are is not for everybody. */
    private void health(Context context) {
        Replies.ok(context, Caller.of(context).isPresent() ? counts() : Map.of("ok", true));
    }

    private Map<String, Object> counts() {
        List<BoardSummary> boards = summaries.current().boards();
        long online = boards.stream().filter(BoardSummary::online).count();
        Fleet.Counts counts = fleet.counts();
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("ok", true);
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
        return health;
    }

    private void ready(Context context) {
        List<String> reasons = new ArrayList<>();
        if (!fleet.brokerConnected()) {
            reasons.add("the broker is not heard");
        }
        if (!store.ok()) {
            reasons.add("the store does not write: " + store.problem());
        }
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("ready", reasons.isEmpty());
        ready.put("reasons", reasons);
        Replies.send(context, reasons.isEmpty() ? 200 : 503, ready);
    }
}
