package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.host.store.series.Retention;
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
        return new StoreConfig(
                url.startsWith("jdbc:") ? url : reader.path("store.url", Path.of("edge-dfa-data", "host.db")).toString(),
                passwordFile, retention(reader));
    }

    private static Retention retention(ConfigReader reader) {
        Retention usual = Retention.DEFAULT;
        Duration raw = days(reader, "store.raw-days", usual.raw());
        Duration minutes = days(reader, "store.minute-days", usual.minutes());
        Duration hours = days(reader, "store.hour-days", usual.hours());
        if (minutes.compareTo(raw) < 0) {
            throw reader.refusal("store.minute-days", "store.raw-days and more");
        }
        if (hours.compareTo(minutes) < 0) {
            throw reader.refusal("store.hour-days", "store.minute-days and more");
        }
        return new Retention(raw, minutes, hours, days(reader, "store.event-days", usual.events()),
                reader.integer("store.rows", usual.rows(), 1_000, 1_000_000_000_000L), usual.trimEvery());
    }

    /** Whether several hosts can share it. */
    boolean isShared() {
        return url.startsWith(POSTGRESQL);
    }

    private static Duration days(ConfigReader reader, String key, Duration absent) {
        return Duration.ofDays(reader.integer(key, absent.toDays(), 1, 36_500));
    }
}
