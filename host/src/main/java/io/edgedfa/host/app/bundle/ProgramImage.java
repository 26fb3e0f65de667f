package io.edgedfa.host.app.bundle;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.config.HardwareConfig;
import io.edgedfa.device.image.BoardImage;
import io.edgedfa.device.image.Platform;
import io.edgedfa.host.bundle.Tree;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program as it is installed, and what it needs of the board's system.
 *
 * @param nd4j  whether ND4J is in it
 * @param jre   whether Java is in it
 * @param glibc version of the C library that it needs
 */
record ProgramImage(Path folder, Platform platform, boolean nd4j, boolean jre, String glibc) {
    private static final String PLACE = "usr/lib/edge-dfa-device";

    /**
     * Makes it.
     *
     * @param jre    null for the board's own Java
     * @param folder new
     * @throws ConfigException in one line, if the program or Java does not fit the board
     */
    static ProgramImage make(Program program, HardwareConfig board, boolean nd4j, Path jre, Path folder) throws IOException {
        Platform platform = Platform.named(board.platform());
        BoardImage image = new BoardImage(program.jar(), platform);
        image = nd4j ? image.withNd4j(program.libraries()) : image;
        image = jre != null ? image.withJre(jre) : image;
        try {
            image.write(folder);
        } catch (FileSystemException e) {
            throw e; // the disk, and nothing that was asked for
        } catch (IOException e) {
            throw new ConfigException(e.getMessage());
        }
        String glibc = BoardImage.glibc(folder);
        if (!board.glibc().isEmpty() && Version.parse(glibc).compareTo(Version.parse(board.glibc())) > 0) {
            throw new ConfigException("the program" + (nd4j ? ", ND4J" : "") + (jre == null ? "" : " or the Java of " + jre) + " needs glibc "
                    + glibc + "; allowed: at most hardware.glibc = " + board.glibc() + " of the board's system");
        }
        return new ProgramImage(folder, platform, nd4j, jre != null, glibc);
    }

    void addTo(Tree tree) throws IOException {
        tree.folder(PLACE, folder);
        tree.link("usr/bin/edge-dfa-device", "../lib/edge-dfa-device/" + BoardImage.LAUNCHER);
    }

    /** Debian's name of the platform. */
    String architecture() {
        return platform == Platform.LINUX_ARM64 ? "arm64" : "amd64";
    }

    /** Debian packages, sorted. */
    List<String> depends() {
        List<String> depends = new ArrayList<>(List.of("adduser", "libc6 (>= " + glibc + ")", "libgcc-s1 | libgcc1", "libstdc++6"));
        if (nd4j) {
            depends.add("libgomp1");
        }
        if (jre) {
            // what the Java of Debian and Ubuntu does not bring along
            depends.addAll(List.of("libjpeg62-turbo | libjpeg-turbo8", "liblcms2-2"));
        } else {
            depends.add("openjdk-17-jre-headless | java17-runtime-headless");
        }
        if (nd4j || jre) {
            depends.add("zlib1g");
        }
        return depends.stream().sorted().toList();
    }
}
