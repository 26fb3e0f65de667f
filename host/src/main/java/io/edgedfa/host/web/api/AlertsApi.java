package io.edgedfa.host.web.api;

import io.edgedfa.host.alert.Alerts;
import io.edgedfa.host.store.ledger.AlertRecord;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Listing;
import io.edgedfa.host.web.http.Parameters;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** {@code GET /api/alerts}: what somebody should look at, newest first. */
public final class AlertsApi implements Endpoints {
    private final Alerts alerts;

    /** Times in milliseconds since 1970 UTC by the host's clock; until is null while the alert is open. */
    private record AlertJson(long id, String board, String rule, long since, Long until, String detail) {
        static AlertJson of(AlertRecord alert) {
            return new AlertJson(alert.id(), alert.board().toString(), alert.rule(), alert.sinceMs(), alert.untilMs(), alert.detail());
        }
    }

    public AlertsApi(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/alerts", this::list);
    }

    private void list(Context context) {
        Parameters parameters = new Parameters(context);
        boolean onlyOpen = parameters.choice("open", "false", List.of("true", "false")).equals("true");
        long offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
        List<AlertJson> items = alerts.list(onlyOpen, parameters.limit(), offset).stream().map(AlertJson::of).toList();
        Replies.ok(context, new Listing<>(alerts.count(onlyOpen), offset, items));
    }
}
