package io.edgedfa.device.app.assembly;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.agent.safeguard.HeldOut;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.network.Network;
import io.edgedfa.stream.DataException;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.IdxDataset;
import io.edgedfa.stream.IdxFolder.Part;
import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.SampleFeed.Arrival;
import io.edgedfa.stream.feed.CsvFeed;
import io.edgedfa.stream.feed.SampleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and reads the held-out set that ships with a model. */
final class HeldOutSets {
    /** Of the values of all samples together: a set of large images has fewer. */
    private static final long MOST_BYTES = 64_000_000;

    private final BoardConfig config;
    private final int most;
    private final Network network;
    private final Sources sources;
    private final List<float[]> features = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    private HeldOutSets(BoardConfig config, Network network, Sources sources) {
        this.config = config;
        this.network = network;
        this.most = (int) Math.max(1, Math.min(config.guard().samples(), MOST_BYTES / Float.BYTES / network.inputs()));
        this.sources = sources;
    }

    /**
     * The configured set, or the one beside the model: {@code NAME-held-out.csv} or the folder {@code NAME-held-out}.
     *
     * @return empty if there is none and none is asked for
     * @throws ConfigException if it cannot be used
     */
    static Optional<HeldOut> read(BoardConfig config, Network network, Sources sources) {
        String told = config.guard().heldOut();
        String set = told.isEmpty() ? besideModel(config.model().shipped()) : told;
        if (set.equals("none") || set.isEmpty()) {
            return Optional.empty();
        }
        HeldOutSets reading = new HeldOutSets(config, network, sources);
        try {
            reading.read(set);
        } catch (IOException | DataException | SampleException e) {
            throw new ConfigException(config.guard().place() + ": " + (e instanceof IOException ? e.toString() : e.getMessage()));
        }
        return Optional.of(reading.finished(set));
    }

    private static String besideModel(Path model) {
        String name = model.getFileName().toString().replaceFirst("\\.onnx$", "");
        return Stream.of(name + "-held-out.csv", name + "-held-out").map(model::resolveSibling).filter(Files::exists)
                .map(Path::toString).findFirst().orElse("");
    }

    private void read(String set) throws IOException, SampleException {
        Path path = Path.of(set);
        if (set.equals("digits")) {
            take(DrawnDigits.test(DrawnDigits.DEFAULT_SEED));
        } else if (!Files.exists(path)) {
            throw new ConfigException(config.guard().place() + ": " + set + " does not exist; allowed: digits, none, a CSV file, a folder of"
                    + " IDX test files or of images by class");
        } else if (!Files.isDirectory(path)) {
            takeRows(path);
        } else if (Part.TEST_IMAGES.in(path).isPresent() && Part.TEST_LABELS.in(path).isPresent()) {
            take(IdxDataset.read("held-out", Part.TEST_IMAGES.in(path).get(), Part.TEST_LABELS.in(path).get(), network.classes()));
        } else {
            takeImages(path);
        }
    }

    /** A part of the set, the same on every board: drawn without replacement. */
    private void take(Dataset data) throws SampleException {
        if (data.features() != network.inputs()) {
            throw new ConfigException(config.guard().place() + ": samples of " + data.features() + " values; allowed: " + network.inputs()
                    + ", the inputs of the model");
        }
        int[] order = DatasetSource.order(1, 0, data.size());
        for (int i = 0; i < order.length && features.size() < most; i++) {
            float[] values = new float[data.features()];
            data.copyFeatures(order[i], values, 0);
            sources.preprocessing().values(values);
            add(values, data.label(order[i]));
        }
    }

    private void takeRows(Path file) {
        Sample sample = new Sample(network.inputs());
        try (SampleFeed feed = CsvFeed.of(file, new CsvFeed.Format(',', false), sources.preprocessing(), sources.names(), false, "")) {
            Arrival arrival = feed.poll(sample);
            for (; arrival != Arrival.END && features.size() < most; arrival = feed.poll(sample)) {
                if (arrival == Arrival.SAMPLE && sample.label() != Sample.UNLABELLED) {
                    add(sample.features.clone(), sample.label());
                }
            }
            if (feed.rejected() > 0) {
                throw new ConfigException(config.guard().place() + ": " + feed.lastRejection());
            }
        }
    }

    /** Images by class, as many of each class as fit. */
    private void takeImages(Path folder) throws IOException, SampleException {
        int perClass = Math.max(1, most / network.classes());
        for (int k = 0; k < network.classes(); k++) {
            Path images = folder.resolve(sources.names().name(k));
            if (Files.isDirectory(images)) {
                try (Stream<Path> files = Files.list(images).sorted().limit(perClass)) {
                    for (Path file : files.toList()) {
                        float[] values = new float[network.inputs()];
                        sources.preprocessing().image(Files.readAllBytes(file), values);
                        add(values, k);
                    }
                }
            }
        }
    }

    private void add(float[] values, int label) {
        if (label >= network.classes()) {
            throw new ConfigException(config.guard().place() + ": label " + label + "; allowed: 0 to " + (network.classes() - 1)
                    + ", the classes of the model");
        }
        features.add(values);
        labels.add(label);
    }

    private HeldOut finished(String set) {
        if (features.isEmpty()) {
            throw new ConfigException(config.guard().place() + ": " + set + " has no labelled samples; allowed: one or more");
        }
        return new HeldOut(features.toArray(float[][]::new), labels.stream().mapToInt(Integer::intValue).toArray());
    }
}
