package io.edgedfa.host.web.api;

import io.edgedfa.host.web.http.Endpoints;
import io.edgedfa.host.web.http.Listing;
import io.edgedfa.host.web.http.Parameters;
import io.edgedfa.host.web.http.Replies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.file.Path;

/** {@code /api/experiments}: results of {@code host experiment}, as its folders hold them. */
public final class ExperimentsApi implements Endpoints {
    private final ResultFolders folders;

    /** @param root with one folder per experiment; need not exist */
    public ExperimentsApi(Path root) {
        folders = new ResultFolders(root);
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/experiments", this::experiments);
        routes.get("/api/experiments/{name}/table", this::table);
        routes.get("/api/experiments/{name}/plots/{file}", this::plot);
    }

    private void experiments(Context context) throws IOException {
        Replies.ok(context, Listing.of(folders.list(), new Parameters(context)));
    }

    private void table(Context context) throws IOException {
        Replies.ok(context, folders.table(context.pathParam("name")).orElseThrow(() -> new NotFoundResponse("no such table")));
    }

    private void plot(Context context) throws IOException {
        byte[] picture = folders.plot(context.pathParam("name"), context.pathParam("file"))
                .orElseThrow(() -> new NotFoundResponse("no such picture"));
        context.header("Cache-Control", "no-cache").contentType("image/png").result(picture);
    }
}
