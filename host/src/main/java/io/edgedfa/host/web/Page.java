package io.edgedfa.host.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The dashboard's files, all of them named here and read once: no path from a request ever reaches the class path. */
final class Page {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    /** Addresses of the dashboard's pages: one frame, whose script shows what the address says. */
    static final List<String> ADDRESSES = List.of("/", "/board", "/models", "/experiments", "/alerts");

    private static final List<String> FILES = List.of(
            "icon.svg", "app.js",
            "style/base.css", "style/table.css", "style/board.css",
            "page/overview.js", "page/board.js", "page/models.js", "page/experiments.js", "page/alerts.js",
            "part/api.js", "part/chart.js", "part/classes.js", "part/commands.js", "part/dom.js", "part/facts.js", "part/filters.js",
            "part/fleet.js", "part/format.js", "part/history.js", "part/live.js", "part/markers.js", "part/notes.js",
            "part/range.js", "part/rows.js", "part/spark.js", "part/state.js", "part/table.js", "part/token.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8", "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private Page() {}

    /** @throws IllegalStateException if a file is missing from the class path */
    static void serve(RoutesConfig routes) {
        ADDRESSES.forEach(address -> serve(routes, address, "frame.html"));
        FILES.forEach(file -> serve(routes, "/" + file, file));
        serve(routes, "/lib/uplot.js", UPLOT + "uPlot.iife.min.js");
        serve(routes, "/lib/uplot.css", UPLOT + "uPlot.min.css");
    }

    private static void serve(RoutesConfig routes, String address, String resource) {
        byte[] bytes = read(resource);
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        routes.get(address, context -> send(context, type, bytes));
    }

    private static void send(Context context, String type, byte[] bytes) {
        context.header("Cache-Control", "no-cache").contentType(type).result(bytes);
    }

    private static byte[] read(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the dashboard's file " + resource + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
