package io.edgedfa.device.app;

import com.google.gson.stream.JsonWriter;
import io.edgedfa.file.WholeFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** JSON for programs to read: a result as a file, indented, written whole or not at all. */
final class JsonFile {
    private JsonFile() {}

    /**
     * Writes a file.
     *
     * @param value of text, numbers, booleans, maps by text, and lists of all these
     * @throws IllegalArgumentException for a value of another kind, or a number that is not finite
     */
    static void write(Path file, Map<String, ?> value) throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter json = new JsonWriter(text);
        json.setIndent("  ");
        write(json, value);
        text.write('\n');
        WholeFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void write(JsonWriter json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.beginObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.name((String) entry.getKey());
                write(json, entry.getValue());
            }
            json.endObject();
        } else if (value instanceof Iterable<?> list) {
            json.beginArray();
            for (Object element : list) {
                write(json, element);
            }
            json.endArray();
        } else if (value instanceof Number number) {
            json.value(number);
        } else if (value instanceof Boolean truth) {
            json.value(truth);
        } else if (value instanceof String string) {
            json.value(string);
        } else {
            throw new IllegalArgumentException("no JSON for " + value);
        }
    }
}
