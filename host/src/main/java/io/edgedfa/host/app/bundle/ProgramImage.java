package io.edgedfa.host.app.bundle;

import io.edgedfa.device.app.config.HardwareConfig;
import io.edgedfa.device.image.BoardImage;
import io.edgedfa.device.image.Platform;
import io.edgedfa.host.bundle.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as it is installed, and what it needs of the board's system. */
final class ProgramImage {
    private static final String FOLDER = "usr/lib/edge-dfa-device";

    private final Platform platform;
    private final Path folder;
    private final boolean nd4j;
    private final boolean jre;

    private ProgramImage(Platform platform, Path folder, boolean nd4j, boolean jre) {
        this.platform = platform;
        this.folder = folder;
        this.nd4j = nd4j;
        this.jre = jre;
    }

    /**
     * Makes it.
     *
     * @param jre    null for the board's own Java
     * @param folder new
     */
    static ProgramImage make(Program program, HardwareConfig board, boolean nd4j, Path jre, Path folder) throws IOException {
        Platform platform = Platform.named(board.platform());
        BoardImage image = new BoardImage(program.jar(), platform);
        image.write(folder);
        return new ProgramImage(platform, folder, nd4j, jre != null);
    }

    void addTo(Tree tree) throws IOException {
        tree.folder(FOLDER, folder);
        tree.link("usr/bin/edge-dfa-device", "../lib/edge-dfa-device/" + BoardImage.LAUNCHER);
    }

    /** Debian's name of the platform. */
    String architecture() {
        return platform == Platform.LINUX_ARM64 ? "arm64" : "amd64";
    }

    /** Debian packages. */
    List<String> depends() {
        List<String> depends = new ArrayList<>(List.of("adduser", "libc6 (>= 2.27)", "libgcc-s1 | libgcc1", "libstdc++6"));
        if (nd4j) {
            depends.add("libgomp1");
        }
        if (!jre) {
            depends.add("openjdk-17-jre-headless | java17-runtime-headless");
        }
        return depends;
    }
}
