package io.edgedfa.device.app;

import io.edgedfa.stream.DataException;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.Drift;
import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.DriftingSource;
import io.edgedfa.stream.IdxDataset;
import io.edgedfa.stream.SampleSource;
import java.nio.file.Path;
import java.util.List;

/**
 * Where samples come from.
 *
 * @param place    where the configuration names the source, for messages
 * @param type     {@code digits} or {@code idx}
 * @param images   IDX images; null for digits
 * @param labels   IDX labels; null for digits
 * @param dataSeed what the digits are drawn from
 * @param seed     order of the samples
 * @param rate     samples per second; 0 for as fast as possible
 * @param drift    how the world changes
 * @param driftAt  number of the first changed sample, from 0
 * @param limit    samples in all
 */
record SourceConfig(String place, String type, Path images, Path labels, long dataSeed, long seed, double rate, Drift drift, long driftAt,
        long limit) {

    static SourceConfig read(ConfigReader reader) {
        String type = reader.choice("source.type", "digits", List.of("digits", "idx"));
        boolean idx = type.equals("idx");
        long limit = reader.integer("source.limit", 0L, 0, Long.MAX_VALUE);
        SourceConfig config = new SourceConfig(
                reader.place(idx ? "source.images" : "source.type"),
                type,
                idx ? reader.path("source.images", null) : null,
                idx ? reader.path("source.labels", null) : null,
                idx ? 0 : reader.integer("source.data-seed", DrawnDigits.DEFAULT_SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                reader.integer("source.seed", 1L, Long.MIN_VALUE, Long.MAX_VALUE),
                reader.number("source.rate", 0.0, 0, 1e6),
                reader.parsed("source.drift", "none", Drift.ALLOWED, Drift::parse),
                reader.integer("source.drift-at", 0L, 0, Long.MAX_VALUE),
                limit == 0 ? DatasetSource.ENDLESS : limit);
        if (reader.has("source.drift-at") && config.drift.equals(Drift.NONE)) {
            throw reader.refusal("source.drift-at", "only together with source.drift");
        }
        return config;
    }

    /** Opens the data. @throws ConfigException for files that are not what they should be */
    Dataset data(int classes) {
        if (type.equals("digits")) {
            return DrawnDigits.train(dataSeed);
        }
        try {
            return IdxDataset.read("idx", images, labels, classes);
        } catch (DataException e) {
            throw new ConfigException(place + ": " + e.getMessage());
        }
    }

    /** The stream over the data, drift included. */
    SampleSource stream(Dataset data) {
        return new DriftingSource(new DatasetSource(data, seed, 0, limit), drift, driftAt, data.rows(), data.columns());
    }
}
