package io.edgedfa.host.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.javalin.http.Context;
import java.util.Map;

/** JSON answers. Nulls are written, so that a reader finds every name; {@code <} and {@code >} are escaped. */
final class Replies {
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private Replies() {}

    static String json(Object value) {
        return GSON.toJson(value);
    }

    static void ok(Context context, Object value) {
        send(context, 200, value);
    }

    /** One clear line for whoever asked. */
    static void refuse(Context context, int status, String message) {
        send(context, status, Map.of("error", message));
    }

    static void send(Context context, int status, Object value) {
        context.status(status).header("Cache-Control", "no-store").contentType("application/json").result(json(value));
    }
}
