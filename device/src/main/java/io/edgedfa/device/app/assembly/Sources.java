package io.edgedfa.device.app.assembly;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.app.config.InputConfig;
import io.edgedfa.device.app.config.SourceConfig;
import io.edgedfa.device.telemetry.SampleLink;
import io.edgedfa.graph.Shape;
import io.edgedfa.network.Network;
import io.edgedfa.stream.ClassRuns;
import io.edgedfa.stream.DataException;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.DriftingSource;
import io.edgedfa.stream.IdxDataset;
import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.SampleFeed.Arrival;
import io.edgedfa.stream.SampleSource;
import io.edgedfa.stream.feed.ClassNames;
import io.edgedfa.stream.feed.CsvFeed;
import io.edgedfa.stream.feed.FolderFeed;
import io.edgedfa.stream.feed.MessageFeed;
import io.edgedfa.stream.feed.Preprocessing;
import io.edgedfa.stream.feed.WalkFeed;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Where a board's samples come from, as its configuration says, checked against its model. */
public final class Sources {
    private final SourceConfig config;
    private final ClassNames names;
    private final Preprocessing preprocessing;
    private final Dataset trial;

    /** @throws ConfigException if the source cannot be used or does not fit the network */
    Sources(BoardConfig board, Network network, ClassNames names) {
        this.config = board.source();
        this.names = names;
        this.trial = config.walk() == null ? null : trial(network.classes());
        this.preprocessing = preprocessing(board.input(), network.input(), config.type().equals("csv"));
        if (trial == null) {
            require(preprocessing.features() == network.inputs(), board.input().place() + ": gives " + preprocessing.features()
                    + " values; allowed: " + network.inputs() + ", the inputs of " + board.model().file());
            checkPath();
        } else {
            require(trial.features() == network.inputs(), board.model().place() + ": " + board.model().file() + ": takes " + network.inputs()
                    + " inputs; allowed: " + trial.features() + ", the size of a sample of source.type = \"" + config.type() + '"');
            require(trial.classes() <= network.classes(), board.model().place() + ": " + board.model().file() + ": has " + network.classes()
                    + " classes; allowed: at least " + trial.classes() + ", the classes of the source (model.classes = " + trial.classes()
                    + " adds the missing ones)");
        }
    }

    private static void require(boolean holds, String refusal) {
        if (!holds) {
            throw new ConfigException(refusal);
        }
    }

    private Dataset trial(int classes) {
        if (config.type().equals("digits")) {
            return DrawnDigits.train(config.walk().dataSeed());
        }
        try {
            return IdxDataset.read("idx", config.walk().images(), config.walk().labels(), classes);
        } catch (DataException e) {
            throw new ConfigException(config.place() + ": " + e.getMessage());
        }
    }

    /** Of an image's shape, the configuration's or the model's; else, and for tables unless told otherwise, values as they come. */
    private static Preprocessing preprocessing(InputConfig input, Shape model, boolean table) {
        List<Integer> sizes = IntStream.range(0, model.rank()).map(model::size).boxed().toList();
        List<Integer> shape = !input.shape().isEmpty() ? input.shape() : table ? List.of() : sizes;
        try {
            Preprocessing raw = shape.size() == 3
                    ? Preprocessing.images(shape.get(0), shape.get(1), shape.get(2), input.grayscale(),
                            Preprocessing.Resize.valueOf(input.resize().toUpperCase(Locale.ROOT)))
                    : Preprocessing.values(shape.size() == 1 ? shape.get(0) : model.elements());
            return raw.normalized((float) input.scale(), floats(input.mean()), floats(input.std()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(input.place() + ": " + e.getMessage());
        }
    }

    private static List<Float> floats(List<Double> numbers) {
        return numbers.stream().map(Double::floatValue).toList();
    }

    private void checkPath() {
        if (config.type().equals("folder")) {
            require(Files.isDirectory(config.path()), config.place() + ": " + config.path() + " is not a folder; allowed: a folder that exists");
            require(preprocessing.takesImages(), config.place() + ": files are images, but the model takes plain values; allowed: with"
                    + " input.shape = [channels, rows, columns]");
        }
        if (config.type().equals("csv") && config.path() != null) {
            boolean folder = Files.isDirectory(config.path());
            boolean missing = !Files.exists(config.path()) && !config.follow();
            require(!folder && !missing, config.place() + ": " + config.path() + (folder ? " is a folder" : " does not exist")
                    + "; allowed: a file, a named pipe, or \"-\" for standard input");
        }
    }

    /** Whether samples come over MQTT. */
    boolean needsLink() {
        return config.type().equals("mqtt");
    }

    /** How raw values become inputs. */
    Preprocessing preprocessing() {
        return preprocessing;
    }

    /** What the classes are called. */
    public ClassNames names() {
        return names;
    }

    /** For provenance: what is learned from. */
    public String name() {
        return trial == null ? config.type() : trial.name();
    }

    /** For provenance: identifies the data; empty for a stream that nobody has in full. */
    String sha256() {
        return trial == null ? "" : trial.sha256();
    }

    /** What must be the same for a position to mean the same. */
    public String identity() {
        return config.type() + " " + (config.walk() == null ? config.path() : sha256() + " " + config.walk().seed() + " " + config.walk().classRun());
    }

    /**
     * Opens the feed.
     *
     * @param position of the feed that this one takes up again; empty to begin
     * @param link     brings messages; null unless {@link #needsLink}
     * @throws ConfigException if the source cannot be used after all
     */
    public SampleFeed open(String position, SampleLink link) {
        try {
            return feed(position, link);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(config.place() + ": " + e.getMessage());
        }
    }

    private SampleFeed feed(String position, SampleLink link) {
        CsvFeed.Format format = new CsvFeed.Format(',', config.ids());
        return switch (config.type()) {
            case "folder" -> new FolderFeed(config.path(), preprocessing, names, config.keepDone(), System::nanoTime);
            case "csv" -> config.path() == null
                    ? CsvFeed.of(System.in, "standard input", format, preprocessing, names)
                    : CsvFeed.of(config.path(), format, preprocessing, names, config.follow(), position);
            case "mqtt" -> new MessageFeed(() -> message(link.poll()), preprocessing, names, config.topic().endsWith("/+"));
            default -> walk(position.isEmpty() ? 0 : Long.parseLong(position));
        };
    }

    /**
     * Takes a first sample where that changes nothing: of a trial, or of a table in a file.
     *
     * @return what came of it
     * @throws ConfigException if a row of the table cannot be used
     */
    public String tryOut() {
        boolean table = config.type().equals("csv") && config.path() != null && Files.isRegularFile(config.path());
        if (trial == null && !table) {
            return "not read, reading takes samples away";
        }
        Sample sample = new Sample(preprocessing.features());
        try (SampleFeed feed = open("", null)) {
            Arrival arrival = feed.poll(sample);
            require(feed.rejected() == 0, config.place() + ": " + feed.lastRejection());
            return arrival == Arrival.NOTHING || arrival == Arrival.END ? "empty so far" : "ok";
        }
    }

    private static MessageFeed.Message message(SampleLink.Received arrived) {
        return arrived == null ? null : new MessageFeed.Message(arrived.topic(), arrived.payload());
    }

    private SampleFeed walk(long start) {
        SourceConfig.Walk walk = config.walk();
        long limit = config.limit() == DatasetSource.ENDLESS ? DatasetSource.ENDLESS : Math.max(0, config.limit() - start);
        SampleSource samples = walk.classRun() == 0
                ? new DatasetSource(trial, walk.seed(), start, limit)
                : new ClassRuns(trial, walk.seed(), walk.classRun(), start, limit);
        long until = walk.driftUntil() == 0 ? Long.MAX_VALUE : walk.driftUntil();
        return new WalkFeed(new DriftingSource(samples, walk.drift(), walk.driftAt(), until, start, trial.rows(), trial.columns()), start);
    }
}
