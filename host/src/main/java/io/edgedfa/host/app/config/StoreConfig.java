package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.host.store.Retention;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The store.
 *
 * @param url          SQLite file, {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://...}
 * @param passwordFile of the database's user; null for none
 * @param retention    how much it keeps
 */
public record StoreConfig(String url, Path passwordFile, Retention retention) {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    static StoreConfig read(ConfigReader reader) {
        String url = reader.string("store.url", Path.of("edge-dfa-data", "host.db").toString());
        Path passwordFile = reader.optionalPath("store.password-file");
        if (passwordFile != null && !url.startsWith(POSTGRESQL)) {
            throw reader.refusal("store.password-file", "only together with a store.url that begins with " + POSTGRESQL + "//");
        }
        Retention usual = Retention.DEFAULT;
        return new StoreConfig(
                url.startsWith("jdbc:") ? url : reader.path("store.url", Path.of("edge-dfa-data", "host.db")).toString(),
                passwordFile,
                retention(days(reader, "store.raw-days", usual.raw()), usual));
    }

    private static Retention retention(Duration raw, Retention usual) {
        Duration minutes = raw.compareTo(usual.minutes()) > 0 ? raw : usual.minutes();
        Duration hours = minutes.compareTo(usual.hours()) > 0 ? minutes : usual.hours();
        return new Retention(raw, minutes, hours, usual.events(), usual.rows(), usual.trimEvery());
    }

    /** Whether several hosts can share it. */
    boolean isShared() {
        return url.startsWith(POSTGRESQL);
    }

    private static Duration days(ConfigReader reader, String key, Duration absent) {
        return Duration.ofDays(reader.integer(key, absent.toDays(), 1, 36_500));
    }
}
