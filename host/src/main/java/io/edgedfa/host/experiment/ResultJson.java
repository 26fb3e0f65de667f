package io.edgedfa.host.experiment;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Results as JSON for people and programs: indented, numbers without exponents, seven significant digits, null for NaN. */
public final class ResultJson {

    private static final MathContext DIGITS = new MathContext(7, RoundingMode.HALF_EVEN);

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .registerTypeAdapter(double.class, new ReadableNumber())
            // Gson looks up the type of the boxed value, too, and prefers it.
            .registerTypeAdapter(Double.class, new ReadableNumber())
            .create();

    private ResultJson() {}

    /** The result's text, ending in a line feed. */
    public static String write(TrainResult result) {
        return GSON.toJson(result) + "\n";
    }

    /** Any value made of records, lists, maps and plain values, in the same manner. */
    public static String text(Object value) {
        return GSON.toJson(value) + "\n";
    }

    /** A record as an object with exact numbers, its members in the order of the components. */
    public static JsonObject tree(Object value) {
        return new Gson().toJsonTree(value).getAsJsonObject();
    }

    /** The result of a text that {@link #write} made. */
    public static TrainResult read(String json) {
        return read(json, TrainResult.class);
    }

    /** The value of a text that {@link #text} made. */
    public static <T> T read(String json, Class<T> type) {
        return GSON.fromJson(json, type);
    }

    private static final class ReadableNumber extends TypeAdapter<Double> {
        @Override
        public void write(JsonWriter out, Double value) throws IOException {
            if (!Double.isFinite(value)) {
                out.nullValue(); // JSON has no such numbers
                return;
            }
            out.jsonValue(new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString());
        }

        @Override
        public Double read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return Double.NaN;
            }
            return in.nextDouble();
        }
    }
}
