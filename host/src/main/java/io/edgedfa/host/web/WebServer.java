package io.edgedfa.host.web;

import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.web.access.Authenticator;
import io.edgedfa.host.web.access.Gate;
import io.edgedfa.host.web.api.BoardsApi;
import io.edgedfa.host.web.api.EventsApi;
import io.edgedfa.host.web.api.ExperimentsApi;
import io.edgedfa.host.web.api.HealthApi;
import io.edgedfa.host.web.api.ModelsApi;
import io.edgedfa.host.web.api.OpenApiFile;
import io.edgedfa.host.web.api.SeriesApi;
import io.edgedfa.host.web.api.Summaries;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Replies;
import io.edgedfa.host.web.metrics.MetricsApi;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: who may ask, routes, headers, limits. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int THREADS = 24 + LiveFeed.MAX_LISTENERS;
    private static final int MAX_CONNECTIONS = 256;
    private static final String CONTENT_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** A command with its argument; nothing else is ever sent here. */
    private static final int MAX_BODY = 16 * 1024;
    private static final String HTTPS_ONLY = "max-age=31536000";

    private final Javalin server;
    private final LiveFeed live;
    private final WebSettings settings;

    private WebServer(Javalin server, LiveFeed live, WebSettings settings) {
        this.server = server;
        this.live = live;
        this.settings = settings;
    }

    /**
     * Starts and listens.
     *
     * @param tokens     who may do more than read here
     * @param openAlerts how many a board has
     * @param more       end points besides those that read fleet and store
     * @throws IllegalArgumentException if certificate or key cannot be used
     * @throws IllegalStateException    if the port is taken or the address is not of this machine
     */
    public static WebServer start(WebSettings settings, Fleet fleet, Store store, Authenticator tokens, ToIntFunction<BoardId> openAlerts,
            List<Endpoints> more) {
        Gate gate = new Gate(WebSettings.isLoopback(settings.host()) ? settings.host() : null, settings.tokensToRead(), tokens);
        Summaries summaries = new Summaries(fleet, openAlerts);
        LiveFeed live = new LiveFeed(new Changes(new FleetTotals(fleet, summaries), () -> summaries.current().boards()));
        List<Endpoints> endpoints = new ArrayList<>(endpoints(settings, fleet, store, summaries));
        endpoints.addAll(more);
        Javalin server = Javalin.create(config -> {
            configure(config);
            if (settings.tls() != null) {
                HttpsConnector.add(config.jetty, settings);
                config.routes.before(context -> context.header("Strict-Transport-Security", HTTPS_ONLY));
            }
            config.routes.before(WebServer::addHeaders);
            config.routes.before(gate::check);
            endpoints.forEach(part -> part.route(config.routes));
            config.routes.get("/api/live", live::serve);
            Page.serve(config.routes);
            answerFailures(config.routes);
        });
        try {
            if (settings.tls() == null) {
                server.start(settings.host(), settings.port());
            } else {
                server.start();
            }
        } catch (JavalinBindException e) {
            server.stop();
            throw new IllegalStateException(
                    "the web server cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason(e), e);
        }
        return new WebServer(server, live, settings);
    }

    private static List<Endpoints> endpoints(WebSettings settings, Fleet fleet, Store store, Summaries summaries) {
        return List.of(new BoardsApi(fleet, summaries), new SeriesApi(fleet, store), new EventsApi(store),
                new ModelsApi(summaries), new ExperimentsApi(settings.results()), new HealthApi(fleet, store, summaries),
                new MetricsApi(fleet, store, summaries, settings.metricsBoards()), new OpenApiFile());
    }

    /** The dashboard's address. */
    public String uri() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return (settings.tls() == null ? "http://" : "https://") + host + ":" + port() + "/";
    }

    public int port() {
        return server.port();
    }

    /** Every method and path that is answered, like {@code GET /healthz}. */
    List<String> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .filter(each -> each.endpoint.method.isHttpMethod())
                .map(each -> each.endpoint.method + " " + each.endpoint.path).toList();
    }

    /** Ends the streams, then the server. */
    @Override
    public void close() {
        live.close();
        server.stop();
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = MAX_BODY;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("web");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(jetty -> {
            jetty.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, jetty));
            ErrorHandler plain = new ErrorHandler(); // of requests that no path gets to see
            plain.setShowStacks(false);
            plain.setShowCauses(false);
            plain.setShowMessageInTitle(false);
            jetty.setErrorHandler(plain);
        });
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    private static void answerFailures(RoutesConfig routes) {
        routes.exception(HttpResponseException.class, (e, context) -> Replies.refuse(context, e.getStatus(), e.getMessage()));
        routes.exception(StoreException.class, (e, context) -> {
            LOG.warn("{} {}: {}", context.method(), context.path(), e.getMessage());
            Replies.refuse(context, 503, "the store does not answer now");
        });
        routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            Replies.refuse(context, 500, "internal error; the host's log says more");
        });
    }

    static void addHeaders(Context context) {
        context.header("Content-Security-Policy", CONTENT_POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("X-Frame-Options", "DENY");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** Javalin calls every failure to bind a port in use; the cause knows better. */
    private static String reason(Throwable error) {
        return error.getCause() == null ? error.getMessage() : reason(error.getCause());
    }
}
