package io.edgedfa.host.app.fleet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values of the API as people read them; absent ones are a dash. */
final class Cell {
    static final String ABSENT = "-";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private Cell() {}

    static String text(JsonObject from, String name) {
        JsonElement value = from.get(name);
        return value == null || !value.isJsonPrimitive() || value.getAsString().isEmpty() ? ABSENT : value.getAsString();
    }

    /** A share from 0 to 1 as a percentage with one decimal. */
    static String percent(JsonObject from, String name) {
        return has(from, name) ? String.format(Locale.ROOT, "%.1f%%", 100 * from.get(name).getAsDouble()) : ABSENT;
    }

    static String number(JsonObject from, String name, String format) {
        return has(from, name) ? String.format(Locale.ROOT, format, from.get(name).getAsDouble()) : ABSENT;
    }

    /** Local date and time of milliseconds since 1970. */
    static String time(JsonObject from, String name) {
        return has(from, name) ? TIME.format(Instant.ofEpochMilli(from.get(name).getAsLong())) : ABSENT;
    }

    /** How long ago, roughly. */
    static String ago(JsonObject from, String name, long nowMs) {
        return has(from, name) ? roughly(Duration.ofMillis(Math.max(0, nowMs - from.get(name).getAsLong()))) : ABSENT;
    }

    static String roughly(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds < 7_200 ? seconds / 60 + " min" : seconds < 172_800 ? seconds / 3_600 + " h"
                : seconds / 86_400 + " d";
    }

    private static boolean has(JsonObject from, String name) {
        return from.get(name) != null && from.get(name).isJsonPrimitive();
    }
}
