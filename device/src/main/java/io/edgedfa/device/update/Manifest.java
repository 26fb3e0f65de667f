package io.edgedfa.device.update;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be known of a model file before it is used. Written as JSON, whose bytes are what is signed.
 *
 * @param model     the model's id, see {@link #requireModel}
 * @param version   1 or more; a board takes only higher ones than it had
 * @param sha256    of the file, 64 lower-case hexadecimal digits
 * @param bytes     length of the file, 1 to {@link #MAX_MODEL_BYTES}
 * @param createdMs milliseconds since 1970 UTC
 * @param expiresMs likewise, later than {@code createdMs}; from then on no board takes the file
 * @param targets   platforms such as {@code linux-arm64} that it is for; empty for all
 */
public record Manifest(String model, long version, String sha256, long bytes, long createdMs, long expiresMs, List<String> targets) {
    public static final int MAX_BYTES = 4_096;
    public static final long MAX_MODEL_BYTES = 1L << 30;
    private static final int MAX_TARGETS = 16;
    private static final Set<String> NUMBERS = Set.of("version", "bytes", "created", "expires");
    private static final Set<String> TEXTS = Set.of("model", "sha256");

    /** @throws IllegalArgumentException with the field, its value and what is allowed */
    public Manifest {
        requireModel(model);
        targets = List.copyOf(targets);
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + ", allowed are 1 and more");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 has " + sha256.length() + " characters, allowed are 64 of 0-9 and a-f");
        }
        if (bytes < 1 || bytes > MAX_MODEL_BYTES) {
            throw new IllegalArgumentException("bytes is " + bytes + ", allowed are 1 to " + MAX_MODEL_BYTES);
        }
        if (createdMs < 0 || expiresMs <= createdMs) {
            throw new IllegalArgumentException("expires is " + expiresMs + ", allowed is a time after created, which is " + createdMs);
        }
        if (targets.size() > MAX_TARGETS || !targets.stream().allMatch(target -> target.matches("[a-z0-9_-]{1,32}"))) {
            throw new IllegalArgumentException("targets are " + targets.size() + ", allowed are at most " + MAX_TARGETS
                    + ", each of 1 to 32 characters a-z, 0-9, _ and -");
        }
    }

    /** Returns the id if it can be part of a path and of an address: 1 to 64 letters, digits, {@code . _ -}, not beginning with a dot. */
    public static String requireModel(String model) {
        if (!model.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("model has " + model.length() + " characters, allowed are 1 to 64 letters, digits, '.', '_' and"
                    + " '-', the first no dot");
        }
        return model;
    }

    /** As JSON; the same manifest gives the same bytes. */
    public byte[] json() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("model").value(model).name("version").value(version).name("sha256").value(sha256);
            json.name("bytes").value(bytes).name("created").value(createdMs).name("expires").value(expiresMs);
            json.name("targets").beginArray();
            for (String target : targets) {
                json.value(target);
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does no IO", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #json} writes. A field that is not known is refused, not skipped: it may be a condition.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Manifest parse(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException("manifest has " + json.length + " bytes, allowed are " + MAX_BYTES);
        }
        Map<String, Object> fields = new HashMap<>();
        try (JsonReader in = new JsonReader(new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8))) {
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (fields.put(name, field(name, in)) != null) {
                    throw new IllegalArgumentException("manifest has a field twice");
                }
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("manifest goes on after its end");
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) { // gson throws several kinds at malformed text
            throw new IllegalArgumentException("manifest is not the JSON that is allowed", e);
        }
        if (fields.size() != NUMBERS.size() + TEXTS.size() + 1) {
            throw new IllegalArgumentException("manifest has " + fields.size() + " fields, allowed are model, version, sha256, bytes, created,"
                    + " expires and targets, all of them");
        }
        return of(fields);
    }

    private static Object field(String name, JsonReader in) throws IOException {
        if (NUMBERS.contains(name)) {
            return in.nextLong();
        }
        if (TEXTS.contains(name)) {
            return in.nextString();
        }
        if (!name.equals("targets")) {
            throw new IllegalArgumentException("manifest has a field that this program does not know");
        }
        List<String> targets = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            targets.add(in.nextString());
        }
        in.endArray();
        return targets;
    }

    @SuppressWarnings("unchecked")
    private static Manifest of(Map<String, Object> fields) {
        return new Manifest((String) fields.get("model"), (Long) fields.get("version"), (String) fields.get("sha256"),
                (Long) fields.get("bytes"), (Long) fields.get("created"), (Long) fields.get("expires"), (List<String>) fields.get("targets"));
    }
}
