package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.store.StoreLimits;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The board's store.
 *
 * @param file         SQLite file, made if it is not there
 * @param limits       how large it may become
 * @param checkpointMs milliseconds between checkpoints
 */
public record StoreConfig(Path file, StoreLimits limits, long checkpointMs) {

    static StoreConfig read(ConfigReader reader) {
        long maxBytes = reader.integer("store.max-bytes", 1L << 30, 1 << 20, 1L << 40);
        return new StoreConfig(
                reader.path("store.file", reader.besides(".store")),
                new StoreLimits(
                        maxBytes,
                        (int) reader.integer("store.max-events", 10_000L, 10, 1_000_000),
                        (int) reader.integer("store.max-outbox", 10_000L, 10, 1_000_000),
                        reader.integer("store.max-outbox-bytes", StoreLimits.outboxBytes(maxBytes), 16 << 10, maxBytes / 2),
                        TimeUnit.DAYS.toMillis(reader.integer("store.max-outbox-age-days", 30L, 1, 3_650))),
                (long) (1000 * reader.number("store.checkpoint-interval-s", 300.0, 0.1, 86_400)));
    }
}
