package io.edgedfa.device.board.sensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The files under {@code /proc}, {@code /sys} and {@code /etc}, for finding out which of them this board has. */
public final class KernelFiles {
    private static final int MAX_ENTRIES = 1024;
    private static final int MAX_LABEL = 64;

    private final Path root;
    private final Consumer<String> warnings;

    /**
     * @param root     of the file system, {@code /} but in tests
     * @param warnings takes one line for each file that turns out broken
     */
    public KernelFiles(Path root, Consumer<String> warnings) {
        this.root = root;
        this.warnings = warnings;
    }

    /** @param path relative to the root; absent if there is no such file */
    public Optional<SensorFile> file(String path) {
        return file(root.resolve(path));
    }

    Optional<SensorFile> file(Path path) {
        return Files.exists(path) && !Files.isDirectory(path) ? Optional.of(new SensorFile(path, warnings)) : Optional.empty();
    }

    /** The first of the paths, relative to the root, that is there. */
    Optional<SensorFile> firstOf(String... paths) {
        for (String path : paths) {
            Optional<SensorFile> file = file(path);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    /** The folders in one, links followed, with names that begin so, in their order; at most 1024 entries are looked at. */
    List<Path> folders(String parent, String prefix) {
        return folders(root.resolve(parent), prefix);
    }

    List<Path> folders(Path parent, String prefix) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            int seen = 0;
            for (Path entry : entries) {
                if (++seen > MAX_ENTRIES) {
                    break;
                }
                if (entry.getFileName().toString().startsWith(prefix) && Files.isDirectory(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // A folder that cannot be read has no sensor for us.
        }
        found.sort(null);
        return found;
    }

    /** What a file says about its neighbours: a name, a type; empty if it says nothing. */
    String label(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new String(bytes, 0, Math.min(bytes.length, MAX_LABEL), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
