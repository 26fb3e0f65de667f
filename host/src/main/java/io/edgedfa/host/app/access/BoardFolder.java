package io.edgedfa.host.app.access;

import io.edgedfa.file.WholeFile;
import io.edgedfa.host.bundle.BoardConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Everything that a board is given, in one folder that can be copied there.
 *
 * @param broker where the board finds it
 * @param model  ONNX model; null if it is brought another way
 */
record BoardFolder(Path folder, URI broker, Path model) {
    private static final String HEADER = "# Paths are relative to this file's folder. Every key: firmware-config/board.toml.\n\n";

    /** Board and group as {@code Subject} allows them. @return false if there was a configuration, which is left as it is */
    boolean write(String board, String group) throws IOException {
        if (model != null) {
            WholeFile.write(folder.resolve("model.onnx"), Files.readAllBytes(model));
        }
        Path file = folder.resolve("board.toml");
        if (Files.exists(file)) {
            return false;
        }
        BoardConfiguration configuration = new BoardConfiguration(board, group, "model.onnx", "", null, true, broker, true);
        WholeFile.write(file, (HEADER + configuration.text()).getBytes(StandardCharsets.UTF_8));
        return true;
    }
}
