package io.edgedfa.device.board;

import io.edgedfa.device.board.sensor.KernelFiles;
import io.edgedfa.device.board.sensor.SensorFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the board is.
 *
 * @param model of the board, as its device tree says it ({@code Raspberry Pi 5 Model B Rev 1.0})
 * @param l4t   version of NVIDIA's Jetson Linux ({@code 36.4.3}), first line of {@code /etc/nv_tegra_release}; Jetson only
 * @param os    name and version of the operating system ({@code Ubuntu 22.04.5 LTS}), PRETTY_NAME of os-release(5)
 */
public record Identity(Optional<String> model, Optional<String> l4t, Optional<String> os) {
    private static final Logger LOG = System.getLogger(Identity.class.getName());
    private static final String REVISION = "REVISION:";
    private static final String PRETTY_NAME = "PRETTY_NAME=";

    /** @param root of the file system, {@code /} but in tests */
    public static Identity of(Path root) {
        KernelFiles files = files(root);
        Optional<String> model = files.file("proc/device-tree/model").flatMap(SensorFile::text).filter(text -> !text.isEmpty());
        return new Identity(model, files.file("etc/nv_tegra_release").flatMap(Identity::l4tOf),
                files.file("etc/os-release").flatMap(SensorFile::text).flatMap(Identity::prettyName));
    }

    /**
     * The machine's name as the kernel knows it. No resolver is asked: one that is away, or has no entry for it, changes no name.
     *
     * @param root of the file system, {@code /} but in tests
     */
    public static Optional<String> hostName(Path root) {
        return files(root).file("proc/sys/kernel/hostname").flatMap(SensorFile::text).filter(name -> !name.isEmpty());
    }

    private static KernelFiles files(Path root) {
        return new KernelFiles(root, warning -> LOG.log(Level.WARNING, warning));
    }

    /** From {@code # R36 (release), REVISION: 4.3, GCID: ...}. */
    private static Optional<String> l4tOf(SensorFile file) {
        Optional<String> text = file.text();
        if (text.isEmpty()) {
            return text;
        }
        String line = text.get();
        int major = line.indexOf("# R");
        int majorEnd = line.indexOf(' ', major + 3);
        int minor = line.indexOf(REVISION);
        int minorEnd = line.indexOf(',', minor);
        if (major < 0 || majorEnd < 0 || minor < majorEnd || minorEnd < 0) {
            file.broken(line, "# R36 (release), REVISION: 4.3, ...");
            return Optional.empty();
        }
        String revision = line.substring(minor + REVISION.length(), minorEnd).strip();
        return Optional.of(line.substring(major + 3, majorEnd) + "." + revision);
    }

    private static Optional<String> prettyName(String release) {
        return release.lines().filter(line -> line.startsWith(PRETTY_NAME)).findFirst()
                .map(line -> line.substring(PRETTY_NAME.length()).replace("\"", "").replace("'", "").strip())
                .filter(name -> !name.isEmpty());
    }
}
