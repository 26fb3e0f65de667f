package io.edgedfa.host.app;

import io.edgedfa.host.fleet.EmbeddedBroker;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.FleetSettings;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.web.WebServer;
import io.edgedfa.host.web.WebSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

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
     * @param brokerPort  port of the embedded broker, 0 for a free one; ignored with an external broker
     * @param externalUri null for the embedded broker
     * @param settings    fleet settings for the broker's address
     */
    HostServer(String externalUri, int brokerPort, Function<String, FleetSettings> settings, Path storeFile, String webHost, int webPort) {
        try {
            String uri = externalUri != null ? externalUri : opened(EmbeddedBroker.start(brokerPort)).uri();
            this.settings = settings.apply(uri);
            store = opened(Store.open(storeFile));
            fleet = opened(Fleet.start(this.settings, store, Clock.systemUTC()));
            web = opened(WebServer.start(new WebSettings(webHost, webPort, WebSettings.DEFAULT_RESULTS), fleet, store, List.of()));
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
