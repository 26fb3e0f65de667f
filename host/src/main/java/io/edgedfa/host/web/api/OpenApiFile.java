package io.edgedfa.host.web.api;

import io.edgedfa.host.web.http.Endpoints;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /api/openapi.yaml}: every path, parameter and answer, for programs. */
public final class OpenApiFile implements Endpoints {
    static final String RESOURCE = "/io/edgedfa/host/web/openapi.yaml";

    private final byte[] text;

    /** @throws IllegalStateException if it is missing from the class path */
    public OpenApiFile() {
        try (InputStream in = OpenApiFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            text = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/openapi.yaml", context -> context.header("Cache-Control", "no-cache").contentType("application/yaml").result(text));
    }
}
