package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import io.edgedfa.device.update.Manifest;
import io.edgedfa.device.update.ModelFetch;
import io.edgedfa.device.update.TrustedKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where new models come from, and when one is taken.
 *
 * @param fetch    the host; empty where the board takes no models
 * @param keys     whose signatures count
 * @param folder   of the slots
 * @param maxBytes longest model file
 * @param trialMs  how long a new model must do before it is kept
 * @param margin   how far below the model in use it may be on the held-out set, 0 to 1
 */
public record UpdateConfig(Optional<ModelFetch> fetch, TrustedKeys keys, Path folder, long maxBytes, long trialMs, double margin) {

    static UpdateConfig read(ConfigReader reader) {
        Path folder = reader.path("update.folder", reader.besides(".models"));
        long maxBytes = reader.integer("update.max-bytes", 256L << 20, 1 << 10, Manifest.MAX_MODEL_BYTES);
        long trialMs = (long) (1000 * reader.number("update.trial-s", 300.0, 1, 86_400));
        double margin = reader.number("update.margin", 0.05, 0, 1);
        TrustedKeys keys = keys(reader);
        if (!reader.has("update.server")) {
            reader.refuse("only together with update.server", "update.token-file", "update.ca-file");
            return new UpdateConfig(Optional.empty(), keys, folder, maxBytes, trialMs, margin);
        }
        if (keys.none()) {
            throw reader.refusal("update.server", "only together with update.trusted-keys: no model is taken unsigned");
        }
        return new UpdateConfig(Optional.of(fetch(reader)), keys, folder, maxBytes, trialMs, margin);
    }

    private static TrustedKeys keys(ConfigReader reader) {
        List<Path> files = reader.paths("update.trusted-keys");
        try {
            return TrustedKeys.read(files);
        } catch (IllegalArgumentException e) {
            throw reader.refusal("update.trusted-keys", "a list of files with public Ed25519 keys, but " + e.getMessage());
        }
    }

    private static ModelFetch fetch(ConfigReader reader) {
        Path token = reader.optionalPath("update.token-file");
        Path ca = reader.optionalPath("update.ca-file");
        return reader.parsed("update.server", null, "http://HOST[:PORT] or https://HOST[:PORT]", server -> new ModelFetch(URI.create(server),
                () -> token == null ? null : new String(new PasswordFile(token).get()), ca == null ? null : new TlsFiles(ca, null, null)));
    }
}
