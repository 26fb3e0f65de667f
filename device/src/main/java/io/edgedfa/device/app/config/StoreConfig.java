package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.store.StoreLimits;
import java.nio.file.Path;

/**
 * The board's store.
 *
 * @param file         SQLite file, made if it is not there
 * @param limits       how large it may become
 * @param checkpointMs milliseconds between checkpoints
 */
public record StoreConfig(Path file, StoreLimits limits, long checkpointMs) {

    static StoreConfig read(ConfigReader reader) {
        return new StoreConfig(
                reader.path("store.file", reader.besides(".store")),
                new StoreLimits(
                        reader.integer("store.max-bytes", 1L << 30, 1 << 20, 1L << 40),
                        (int) reader.integer("store.max-events", 10_000L, 10, 1_000_000),
                        (int) reader.integer("store.max-outbox", 10_000L, 10, 1_000_000)),
                (long) (1000 * reader.number("store.checkpoint-interval-s", 300.0, 0.1, 86_400)));
    }
}
