package io.edgedfa.device.app.footprint;

import io.edgedfa.network.InitialWeights;
import io.edgedfa.network.Network;
import io.edgedfa.network.Seeds;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.Provenance;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A board to try things with: a dense tanh network with fresh weights that learns drawn digits by direct feedback alignment,
 * 200 a second, with nobody to report to. All its files are in one folder.
 */
public final class TrialBoard {
    /** Sizes of the network that figures are given for. */
    public static final List<Integer> FC2_1000 = List.of(784, 1000, 1000, 10);
    public static final String RULE = "dfa";
    public static final String OPTIMIZER = "sgd";
    public static final int BATCH = 16;

    private static final long SEED = 1;
    private static final String CONFIGURATION = """
            [board]
            id = "trial"
            [model]
            file = "model.onnx"
            save-to = "learned.onnx"
            [learning]
            rule = "%s"
            optimizer = "%s"
            batch = %d
            engine = "ort"
            threads = 1
            [source]
            type = "digits"
            rate = 200
            limit = %d
            [store]
            file = "store.db"
            [mqtt]
            broker = "tcp://127.0.0.1:1"
            """;

    private final Path folder;

    /**
     * Writes model and configuration.
     *
     * @param folder is made; may be there
     * @param sizes  of the network: inputs, units of each hidden block, classes
     * @param limit  samples after which the source ends, 0 for never
     */
    public TrialBoard(Path folder, List<Integer> sizes, long limit) throws IOException {
        this.folder = Files.createDirectories(folder);
        Network network = Network.dense(sizes, Layer.activation("tanh"), List.of());
        ModelFile.write(folder.resolve("model.onnx"), new Model("trial", 1, network,
                InitialWeights.FRAMEWORK.draw(network, new Seeds(SEED).weights()), new Provenance(Map.of())));
        Files.writeString(configuration(), CONFIGURATION.formatted(RULE, OPTIMIZER, BATCH, limit));
    }

    public Path configuration() {
        return folder.resolve("board.toml");
    }

    /** Drops what it has learned, so that it starts as at first. */
    void forget() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.getFileName().toString().matches("store\\.db.*|learned\\.onnx")).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Deletes a folder with all that is in it, as far as that is possible. */
    public static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.getLogger(TrialBoard.class.getName()).log(System.Logger.Level.WARNING, "{0} is left behind: {1}", folder, e);
        }
    }
}
