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
                retention(days(reader, "store.raw-days", usual.raw()), usual));
    }

    private static Retention retention(Duration raw, Retention usual) {
        Duration minutes = raw.compareTo(usual.minutes()) > 0 ? raw : usual.minutes();
        Duration hours = minutes.compareTo(usual.hours()) > 0 ? minutes : usual.hours();
        return new Retention(raw, minutes, hours, usual.events(), usual.rows(), usual.trimEvery());
    }

    private static Duration days(ConfigReader reader, String key, Duration absent) {
        return Duration.ofDays(reader.integer(key, absent.toDays(), 1, 36_500));
    }
}
