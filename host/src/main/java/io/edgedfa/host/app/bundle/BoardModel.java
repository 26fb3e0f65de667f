package io.edgedfa.host.app.bundle;

import ai.onnx.proto.OnnxMl;
import io.edgedfa.config.ConfigException;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.host.bundle.Tree;
import io.edgedfa.network.Network;
import io.edgedfa.onnx.ModelFile;
import io.edgedfa.onnx.reading.OnnxFile;
import io.edgedfa.stream.DrawnDigits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model that a board starts from, and the held-out set beside it, if there is one. */
final class BoardModel {
    static final String FOLDER = "usr/share/edge-dfa-device";
    static final String PATH = FOLDER + "/model.onnx";

    private final Path file;
    private final Network network;

    /**
     * Reads the file as a board does.
     *
     * @param trainableFrom tensor or node from which it learns; empty for what the file says
     * @throws io.edgedfa.onnx.ModelException in one line, if a board could not use it
     */
    BoardModel(Path file, String trainableFrom) {
        this.file = file;
        this.network = ModelFile.read(file, trainableFrom, new OrtShapeProbe()).network();
    }

    /** @throws ConfigException if the board's engine or its source could not use the model */
    void check(Contents board) {
        if (board.nd4j() && network.body() != null) {
            throw new ConfigException("--engine = nd4j: " + file + " has a frozen body, which only ort runs; allowed: ort");
        }
        DrawnDigits drawn = !board.profile().hasSource() ? DrawnDigits.test(DrawnDigits.DEFAULT_SEED) : null;
        if (drawn != null && (network.inputs() != drawn.features() || network.classes() < drawn.classes())) {
            throw new ConfigException("--model = " + file + ": takes " + network.inputs() + " values and has " + network.classes()
                    + " classes, which does not fit the drawn digits that a board begins with; allowed: --board with a file of your own"
                    + " that has a table [source], or a model of " + drawn.features() + " values");
        }
    }

    /** Weights that lie in files beside the model come into it: the package has one file. */
    void addTo(Tree tree) throws IOException {
        if (hasWeightsBeside()) {
            tree.file(PATH, OnnxFile.parse(file).toByteArray());
        } else {
            tree.file(PATH, file);
        }
        String stem = file.getFileName().toString().replaceFirst("\\.onnx$", "");
        Path table = file.resolveSibling(stem + "-held-out.csv");
        Path folder = file.resolveSibling(stem + "-held-out");
        if (Files.exists(table)) {
            tree.file(FOLDER + "/model-held-out.csv", table);
        } else if (Files.isDirectory(folder)) {
            tree.folder(FOLDER + "/model-held-out", folder);
        }
    }

    private boolean hasWeightsBeside() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return OnnxMl.ModelProto.parseFrom(in).getGraph().getInitializerList().stream()
                    .anyMatch(tensor -> tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL);
        }
    }
}
