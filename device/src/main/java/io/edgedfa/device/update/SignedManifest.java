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
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A manifest's bytes with their signature, as they travel: JSON with {@code manifest} and {@code signature} in base64 and the
 * signing {@code key}'s id. Says nothing of whether the signature holds; {@link TrustedKeys#verify} does.
 *
 * @param manifest  the bytes that were signed
 * @param key       id of the key, see {@link TrustedKeys#id}
 * @param signature Ed25519 (RFC 8032), 64 bytes
 */
public record SignedManifest(byte[] manifest, String key, byte[] signature) {
    public static final int MAX_BYTES = 2 * Manifest.MAX_BYTES;
    private static final Set<String> FIELDS = Set.of("manifest", "key", "signature");

    public byte[] json() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("manifest").value(Base64.getEncoder().encodeToString(manifest)).name("key").value(key);
            json.name("signature").value(Base64.getEncoder().encodeToString(signature)).endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does no IO", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what {@link #json} writes. @throws UpdateRefusedException if it is anything else */
    public static SignedManifest parse(byte[] json) throws UpdateRefusedException {
        if (json.length > MAX_BYTES) {
            throw new UpdateRefusedException("the signed manifest has " + json.length + " bytes, allowed are " + MAX_BYTES);
        }
        Map<String, String> fields = new HashMap<>();
        try (JsonReader in = new JsonReader(new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8))) {
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (!FIELDS.contains(name) || fields.put(name, in.nextString()) != null) {
                    throw new IllegalStateException("a field that is not allowed");
                }
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT || fields.size() != FIELDS.size()) {
                throw new IllegalStateException("something is missing or too much");
            }
            return new SignedManifest(Base64.getDecoder().decode(fields.get("manifest")), fields.get("key"),
                    Base64.getDecoder().decode(fields.get("signature")));
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new UpdateRefusedException("the signed manifest is not the JSON that is allowed");
        }
    }
}
