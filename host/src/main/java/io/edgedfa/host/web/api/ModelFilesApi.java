package io.edgedfa.host.web.api;

import io.edgedfa.host.models.ModelShelf;
import io.edgedfa.host.web.http.Endpoints;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /models/ID/VERSION/manifest} and {@code .../file}: what boards fetch. A file can be had in part (RFC 9110, section 14). */
public final class ModelFilesApi implements Endpoints {
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern REST = Pattern.compile("bytes=([0-9]{1,18})-");

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
        long size = Files.size(file);
        long from = from(context.header("Range"), size);
        InputStream in = Files.newInputStream(file); // closed by the server when it has been sent
        in.skipNBytes(from);
        if (from > 0) {
            context.status(HttpStatus.PARTIAL_CONTENT).header("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        context.header("Accept-Ranges", "bytes").contentType("application/octet-stream");
        context.res().setContentLengthLong(size - from);
        context.result(in);
    }

    /** Where to begin; a range of any other form than {@code bytes=N-} is left aside, as it may be. */
    private static long from(String range, long size) {
        Matcher rest = REST.matcher(range == null ? "" : range);
        if (!rest.matches()) {
            return 0;
        }
        long from = Long.parseLong(rest.group(1));
        if (from >= size) {
            throw new HttpResponseException(HttpStatus.RANGE_NOT_SATISFIABLE.getCode(), "the file has " + size + " bytes");
        }
        return from;
    }

    private static Path find(Context context, Lookup shelf) {
        String version = context.pathParam("version");
        try {
            if (VERSION.matcher(version).matches()) {
                return shelf.find(context.pathParam("id"), Long.parseLong(version)).orElseThrow(NotFoundResponse::new);
            }
        } catch (IllegalArgumentException e) {
            // an id that no model can have
        }
        throw new NotFoundResponse("no such model");
    }
}
