package io.edgedfa.host.web.api;

import io.edgedfa.host.models.ModelShelf;
import io.edgedfa.host.web.http.Endpoints;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code /models/ID/VERSION/manifest} and {@code .../file}: what boards fetch. A file can be had in part (RFC 9110, section 14). */
public final class ModelFilesApi implements Endpoints {
    private static final int MAX_DIGITS = 18;

    private final ModelShelf shelf;

    public ModelFilesApi(ModelShelf shelf) {
        this.shelf = shelf;
    }

    private interface Lookup {
        Optional<Path> find(String id, long version);
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/models/{id}/{version}/manifest", context -> context.contentType("application/json")
                .result(Files.readAllBytes(find(context, shelf::manifest))));
        routes.get("/models/{id}/{version}/file", this::file);
    }

    private void file(Context context) throws IOException {
        Path file = find(context, shelf::file);
        context.writeSeekableStream(Files.newInputStream(file), "application/octet-stream", Files.size(file));
    }

    private static Path find(Context context, Lookup shelf) {
        String version = context.pathParam("version");
        try {
            if (version.length() <= MAX_DIGITS && version.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return shelf.find(context.pathParam("id"), Long.parseLong(version)).orElseThrow(NotFoundResponse::new);
            }
        } catch (IllegalArgumentException e) {
            // an id that no model can have
        }
        throw new NotFoundResponse("no such model");
    }
}
