package io.edgedfa.host.app.serve;

import io.edgedfa.config.ConfigException;
import io.edgedfa.host.access.Audit;
import io.edgedfa.host.access.Principal;
import io.edgedfa.host.access.Role;
import io.edgedfa.host.access.Tokens;
import io.edgedfa.host.alert.Alerts;
import io.edgedfa.host.app.config.HostConfig;
import io.edgedfa.host.fleet.EmbeddedBroker;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.FleetSettings;
import io.edgedfa.host.fleet.command.Commands;
import io.edgedfa.host.fleet.rollout.Rollouts;
import io.edgedfa.host.models.ModelShelf;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.AggregatorLedger;
import io.edgedfa.host.store.ledger.CommandLedger;
import io.edgedfa.host.store.ledger.RolloutLedger;
import io.edgedfa.host.web.WebServer;
import io.edgedfa.host.web.WebSettings;
import io.edgedfa.host.web.access.Authenticator;
import io.edgedfa.host.web.api.AlertsApi;
import io.edgedfa.host.web.api.CommandsApi;
import io.edgedfa.host.web.api.ModelFilesApi;
import io.edgedfa.host.web.api.RolloutsApi;
import io.edgedfa.host.web.http.Caller;
import io.edgedfa.host.web.http.Endpoints;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/** The aggregator: a broker (unless an external one is used), the store, the fleet and the web server, as one thing to close. */
final class HostServer implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Store store;
    private final FleetSettings settings;
    private final Fleet fleet;
    private final WebServer web;

    /**
     * Starts everything; what was started is closed again when a later part fails.
     *
     * @throws ConfigException if others than this machine could reach it, but nobody has a token
     */
    HostServer(HostConfig config) {
        Clock clock = Clock.systemUTC();
        try {
            String uri = config.broker().url() != null ? config.broker().url() : opened(EmbeddedBroker.start(config.broker().port())).uri();
            settings = config.fleet(uri);
            Database database = opened(Database.open(config.store().url(), config.store().passwordFile()));
            Tokens tokens = new Tokens(database, clock);
            requireTokens(config, tokens);
            store = opened(Store.open(database, config.store().retention(), clock));
            CommandLedger ledger = new CommandLedger(database, clock);
            store.answersTo(ledger);
            fleet = opened(config.name() == null ? Fleet.start(settings, store, clock)
                    : Fleet.start(settings, store, new AggregatorLedger(database), config.name(), clock));
            Commands commands = opened(Commands.start(fleet, ledger, clock));
            Alerts alerts = opened(Alerts.start(config.alerts().rules(), config.alerts().webhook(), fleet, store, database, clock));
            web = opened(WebServer.start(config.web(), fleet, store, authenticator(tokens), alerts::openCount,
                    endpoints(config, commands, alerts, database, clock)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static BiConsumer<String, String> audited(Audit audit, String action) {
        return (who, what) -> audit.record(new Principal(who, Role.OPERATE), action, what);
    }

    private List<Endpoints> endpoints(HostConfig config, Commands commands, Alerts alerts, Database database, Clock clock) {
        Audit audit = new Audit(database, clock);
        ModelShelf shelf = new ModelShelf(config.models());
        Rollouts rollouts = opened(Rollouts.start(fleet, commands, new RolloutLedger(database), clock));
        return List.of(
                new AlertsApi(alerts),
                new CommandsApi(commands, audited(audit, "command")),
                new RolloutsApi(rollouts, shelf, audited(audit, "rollout")),
                new ModelFilesApi(shelf));
    }

    private static Authenticator authenticator(Tokens tokens) {
        return token -> tokens.authenticate(token)
                .map(principal -> new Caller(principal.name(), principal.role().covers(Role.OPERATE)));
    }

    private static void requireTokens(HostConfig config, Tokens tokens) {
        if (!WebSettings.isLoopback(config.web().host()) && tokens.list().isEmpty()) {
            throw new ConfigException(config.settings().get("web.host").place() + " = \"" + config.web().host()
                    + "\"; allowed: off loopback only when somebody has a token (edge-dfa-host token add --help)");
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    String brokerUri() {
        return settings.brokerUri();
    }

    String webUri() {
        return web.uri();
    }

    Store store() {
        return store;
    }

    Fleet fleet() {
        return fleet;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.getLogger(HostServer.class.getName()).log(System.Logger.Level.WARNING, "while closing: " + e.getMessage());
            }
        }
    }
}
