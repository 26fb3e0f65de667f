package io.edgedfa.host.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The dashboard's files, all of them named here and read once: no path from a request ever reaches the class path. */
final class Page {
    private static final String CHART_JS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private record File(String resource, String type) {}

    private static final Map<String, File> FILES = Map.of(
            "/", new File("index.html", "text/html; charset=utf-8"),
            "/style.css", new File("style.css", "text/css; charset=utf-8"),
            "/dashboard.js", new File("dashboard.js", SCRIPT),
            "/card.js", new File("card.js", SCRIPT),
            "/icon.svg", new File("icon.svg", "image/svg+xml"),
            "/lib/chart.js", new File(CHART_JS, SCRIPT));

    private Page() {}

    /** @throws IllegalStateException if a file is missing from the class path */
    static void serve(RoutesConfig routes) {
        FILES.forEach((path, file) -> {
            byte[] bytes = read(file.resource());
            routes.get(path, context -> send(context, file.type(), bytes));
        });
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
