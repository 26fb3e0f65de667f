package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret that lives in a file of its own. */
final class SecretFile {
    private static final long MAX_BYTES = 4096;

    private SecretFile() {}

    /** The file's text without white space around it. @throws io.edgedfa.config.ConfigException naming the key, if it cannot be read */
    static String read(ConfigReader reader, String key, Path file) {
        try {
            if (Files.size(file) <= MAX_BYTES) {
                String secret = Files.readString(file).strip();
                if (!secret.isEmpty()) {
                    return secret;
                }
            }
        } catch (IOException e) {
            // said below, in our words
        }
        throw reader.refusal(key, "a file that can be read, with 1 to " + MAX_BYTES + " bytes of text");
    }
}
