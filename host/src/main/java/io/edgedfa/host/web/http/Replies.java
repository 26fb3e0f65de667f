package io.edgedfa.host.web.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.javalin.http.Context;
import java.util.Map;

/** JSON answers. Nulls are written, so that a reader finds every name; {@code <} and {@code >} are escaped. */
public final class Replies {
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private Replies() {}

    public static String json(Object value) {
        return GSON.toJson(value);
    }

    public static JsonElement tree(Object value) {
        return GSON.toJsonTree(value);
    }

    public static void ok(Context context, Object value) {
        send(context, 200, value);
    }

    /** One clear line for whoever asked. */
    public static void refuse(Context context, int status, String message) {
        send(context, status, Map.of("error", message));
    }

    public static void send(Context context, int status, Object value) {
        context.status(status).header("Cache-Control", "no-store").contentType("application/json").result(json(value));
    }
}
