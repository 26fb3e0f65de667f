package io.edgedfa.host.app;

import io.edgedfa.host.app.config.HostConfig;
import io.edgedfa.host.fleet.EmbeddedBroker;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.FleetSettings;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.web.WebServer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The aggregator: a broker (unless an external one is used), the store, the fleet and the web server, as one thing to close. */
final class HostServer implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Store store;
    private final FleetSettings settings;
    private final Fleet fleet;
    private final WebServer web;

    /** Starts everything; what was started is closed again when a later part fails. */
    HostServer(HostConfig config) {
        try {
            String uri = config.broker().url() != null ? config.broker().url() : opened(EmbeddedBroker.start(config.broker().port())).uri();
            settings = config.fleet(uri);
            store = opened(Store.open(config.store().file(), config.store().retention(), Clock.systemUTC()));
            fleet = opened(Fleet.start(settings, store, Clock.systemUTC()));
            web = opened(WebServer.start(config.web(), fleet, store, List.of()));
        } catch (RuntimeException e) {
            close();
            throw e;
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
