package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.telemetry.SampleLink;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.Drift;
import java.nio.file.Path;
import java.util.List;

/**
 * Where samples come from. Only what belongs to the type is set, the rest is null, empty or 0.
 *
 * @param place         where the configuration names the source, for messages
 * @param type          {@code digits}, {@code idx}, {@code folder}, {@code csv} or {@code mqtt}
 * @param rate          most samples per second; 0 for as many as come
 * @param limit         samples in all, of a trial
 * @param walk          of a trial: digits or IDX files
 * @param path          the folder, or the CSV file; null for standard input
 * @param keepDone      of a folder: finished files that are kept
 * @param ids           of a CSV file: whether rows begin with an id
 * @param follow        of a CSV file: whether to wait for more at its end
 * @param topic         of messages: the topic filter
 * @param labelWindow   samples that may wait for their label
 * @param labelBytes    most memory that they may take
 * @param labelTimeoutS seconds that they wait
 */
public record SourceConfig(String place, String type, double rate, long limit, Walk walk, Path path, int keepDone, boolean ids, boolean follow,
        String topic, int labelWindow, long labelBytes, long labelTimeoutS) {

    /**
     * A trial's walk over a data set.
     *
     * @param images   IDX images; null for digits
     * @param labels   IDX labels; null for digits
     * @param dataSeed what the digits are drawn from
     * @param seed     order of the samples
     * @param drift    how the world changes
     * @param driftAt  number of the first changed sample, from 0
     * @param until    number of the first sample that is as before again; 0 for none
     * @param classRun samples of each class that come in a row, class after class; 0 for all classes mixed
     */
    public record Walk(Path images, Path labels, long dataSeed, long seed, Drift drift, long driftAt, long driftUntil,
            int classRun) {}

    static SourceConfig read(ConfigReader reader) {
        String type = reader.choice("source.type", "digits", List.of("digits", "idx", "folder", "csv", "mqtt"));
        boolean trial = type.equals("digits") || type.equals("idx");
        long limit = trial ? reader.integer("source.limit", 0L, 0, Long.MAX_VALUE) : 0;
        boolean file = type.equals("folder") || type.equals("csv");
        boolean stdin = type.equals("csv") && reader.string("source.path", null).equals("-");
        boolean csv = type.equals("csv");
        SourceConfig config = new SourceConfig(
                reader.place(type.equals("idx") ? "source.images" : file ? "source.path" : type.equals("mqtt") ? "source.topic" : "source.type"),
                type,
                reader.number("source.rate", 0.0, 0, 1e6),
                limit == 0 ? DatasetSource.ENDLESS : limit,
                trial ? walk(reader, type.equals("idx")) : null,
                file && !stdin ? reader.path("source.path", null) : null,
                type.equals("folder") ? (int) reader.integer("source.keep-done", 1000L, 0, 1_000_000) : 0,
                csv && reader.flag("source.ids", false),
                csv && reader.flag("source.follow", true),
                type.equals("mqtt") ? topic(reader) : "",
                (int) reader.integer("labels.window", 1000L, 1, 1_000_000),
                reader.integer("labels.max-bytes", 16_000_000L, 1_000, 1L << 30),
                reader.integer("labels.timeout-s", 86_400L, 1, 31_536_000));
        refuseForeign(reader, type, trial, file, csv);
        return config;
    }

    private static String topic(ConfigReader reader) {
        return reader.parsed("source.topic", null, "an MQTT topic filter, like line/samples or line/samples/+", SampleLink::requireFilter);
    }

    private static Walk walk(ConfigReader reader, boolean idx) {
        Drift drift = reader.parsed("source.drift", "none", Drift.ALLOWED, Drift::parse);
        if (drift.equals(Drift.NONE)) {
            reader.refuse("only together with source.drift", "source.drift-at", "source.drift-until");
        }
        return new Walk(
                idx ? reader.path("source.images", null) : null,
                idx ? reader.path("source.labels", null) : null,
                idx ? 0 : reader.integer("source.data-seed", DrawnDigits.DEFAULT_SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                reader.integer("source.seed", 1L, Long.MIN_VALUE, Long.MAX_VALUE),
                drift,
                reader.integer("source.drift-at", 0L, 0, Long.MAX_VALUE),
                reader.integer("source.drift-until", 0L, 0, Long.MAX_VALUE),
                (int) reader.integer("source.class-after-class", 0L, 0, 1_000_000));
    }

    /** A key of another type would do nothing: whoever wrote it expects something else. */
    private static void refuseForeign(ConfigReader reader, String type, boolean trial, boolean file, boolean csv) {
        if (!trial) {
            reader.refuse("only with source.type = \"digits\" or \"idx\"", "source.limit", "source.seed", "source.drift", "source.drift-at",
                    "source.drift-until", "source.class-after-class");
        }
        if (!type.equals("digits")) {
            reader.refuse("only with source.type = \"digits\"", "source.data-seed");
        }
        if (!type.equals("idx")) {
            reader.refuse("only with source.type = \"idx\"", "source.images", "source.labels");
        }
        if (!file) {
            reader.refuse("only with source.type = \"folder\" or \"csv\"", "source.path");
        }
        if (!csv) {
            reader.refuse("only with source.type = \"csv\"", "source.ids", "source.follow");
        }
        if (!type.equals("folder")) {
            reader.refuse("only with source.type = \"folder\"", "source.keep-done");
        }
        if (!type.equals("mqtt")) {
            reader.refuse("only with source.type = \"mqtt\"", "source.topic");
        }
    }

    SourceConfig withRate(double changed) {
        return new SourceConfig(place, type, changed, limit, walk, path, keepDone, ids, follow, topic, labelWindow, labelBytes,
                labelTimeoutS);
    }
}
