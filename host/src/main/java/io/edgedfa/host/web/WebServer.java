package io.edgedfa.host.web;

import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.web.api.BoardsApi;
import io.edgedfa.host.web.api.EventsApi;
import io.edgedfa.host.web.api.ExperimentsApi;
import io.edgedfa.host.web.api.HealthApi;
import io.edgedfa.host.web.api.ModelsApi;
import io.edgedfa.host.web.api.SeriesApi;
import io.edgedfa.host.web.api.Summaries;
import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Replies;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: routes, headers, limits. It has no login: whoever reaches it may read everything. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int THREADS = 24 + LiveFeed.MAX_LISTENERS;
    private static final int MAX_CONNECTIONS = 256;
    private static final String CONTENT_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Javalin server;
    private final LiveFeed live;
    private final String host;

    private WebServer(Javalin server, LiveFeed live, String host) {
        this.server = server;
        this.live = live;
        this.host = host;
    }

    /**
     * Starts and listens.
     *
     * @param more end points besides those that read fleet and store
     * @throws IllegalStateException    if the port is taken or the address is not of this machine
     */
    public static WebServer start(WebSettings settings, Fleet fleet, Store store, List<Endpoints> more) {
        Summaries summaries = new Summaries(fleet, board -> 0);
        LiveFeed live = new LiveFeed(new Changes(new FleetTotals(fleet, summaries), () -> summaries.current().boards()));
        List<Endpoints> endpoints = new ArrayList<>(endpoints(settings, fleet, store, summaries));
        endpoints.addAll(more);
        Javalin server = Javalin.create(config -> {
            configure(config);
            config.routes.before(WebServer::addHeaders);
            config.routes.before(context -> requireLocalName(context, settings.host()));
            endpoints.forEach(part -> part.route(config.routes));
            config.routes.get("/api/live", live::serve);
            Page.serve(config.routes);
            answerFailures(config.routes);
        });
        try {
            server.start(settings.host(), settings.port());
        } catch (JavalinBindException e) {
            server.stop();
            throw new IllegalStateException(
                    "the web server cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason(e), e);
        }
        return new WebServer(server, live, settings.host());
    }

    private static List<Endpoints> endpoints(WebSettings settings, Fleet fleet, Store store, Summaries summaries) {
        return List.of(new BoardsApi(fleet, summaries), new SeriesApi(fleet, store), new EventsApi(store),
                new ModelsApi(summaries), new ExperimentsApi(settings.results()), new HealthApi(fleet, store, summaries));
    }

    /** The dashboard's address. */
    public String uri() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
    }

    public int port() {
        return server.port();
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
        config.http.maxRequestSize = 1_024; // nothing is ever sent here
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("web");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(jetty -> jetty.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, jetty)));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    private static void answerFailures(RoutesConfig routes) {
        routes.exception(HttpResponseException.class, (e, context) -> Replies.refuse(context, e.getStatus(), e.getMessage()));
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

    /** A web page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding); its requests still carry that name. */
    private static void requireLocalName(Context context, String host) {
        String name = context.req().getServerName();
        if (!LOCAL_NAMES.contains(name) && !name.equals(host)) {
            throw new ForbiddenResponse("this server answers to localhost only");
        }
    }

    /** Javalin calls every failure to bind a port in use; the cause knows better. */
    private static String reason(Throwable error) {
        return error.getCause() == null ? error.getMessage() : reason(error.getCause());
    }
}
