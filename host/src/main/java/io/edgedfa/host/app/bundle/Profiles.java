package io.edgedfa.host.app.bundle;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.config.BoardProfile;
import io.edgedfa.device.image.Platform;
import io.edgedfa.host.bundle.Tree;
import io.edgedfa.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kinds of boards that come with the product, and those in a user's files. */
final class Profiles {
    /** Of {@code firmware-config/boards}. */
    static final List<String> NAMES = List.of("generic-arm64", "generic-x86_64", "jetson-agx-orin", "jetson-nano", "jetson-orin-nano",
            "jetson-orin-nx", "jetson-thor", "jetson-xavier-nx", "raspberry-pi-4", "raspberry-pi-5");

    /** The same for the command line's help. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(NAMES);
        }
    }

    private Profiles() {}

    /**
     * Reads one.
     *
     * @param board a name of {@link #NAMES}, or a file that ends in .toml
     * @throws ConfigException in one line
     */
    static BoardProfile read(String board) throws IOException {
        if (NAMES.contains(board)) {
            return shipped(board);
        }
        if (!board.endsWith(".toml")) {
            throw new ConfigException("--board = " + Printable.text(board) + "; allowed: " + String.join(", ", NAMES)
                    + ", or a file that ends in .toml");
        }
        BoardProfile profile = BoardProfile.read(Path.of(board));
        if (profile.hardware().platform().isEmpty()) {
            throw new ConfigException(board + ": hardware.platform is missing; allowed: " + String.join(", ", Platform.LABELS));
        }
        return profile;
    }

    private static BoardProfile shipped(String name) throws IOException {
        Path folder = Files.createTempDirectory("edge-dfa-profile");
        Path file = folder.resolve(name + ".toml");
        try (InputStream in = Tree.class.getResourceAsStream("boards/" + name + ".toml")) {
            if (in == null) {
                throw new IllegalStateException("the product lacks its profile " + name);
            }
            Files.copy(in, file);
            return BoardProfile.read(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
