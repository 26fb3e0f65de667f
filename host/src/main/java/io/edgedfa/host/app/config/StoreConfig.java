package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.host.store.Retention;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The store.
 *
 * @param file      SQLite database, made if it is not there
 * @param retention how much it keeps
 */
public record StoreConfig(Path file, Retention retention) {

    static StoreConfig read(ConfigReader reader) {
        Retention usual = Retention.DEFAULT;
        return new StoreConfig(
                reader.path("store.url", Path.of("edge-dfa-data", "host.db")),
                new Retention(days(reader, "store.raw-days", usual.age()), usual.rows(), usual.trimEvery()));
    }

    private static Duration days(ConfigReader reader, String key, Duration absent) {
        return Duration.ofDays(reader.integer(key, absent.toDays(), 1, 36_500));
    }
}
