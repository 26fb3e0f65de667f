package io.edgedfa.device.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Corrupt stores beside the one in use: {@code FILE.corrupt-1}, {@code FILE.corrupt-2} and so on, the newest two of them. */
final class SetAside {
    private static final int KEPT = 2;

    private SetAside() {}

    /** Renames the store and what belongs to it. @return the new name */
    static Path move(Path file) {
        try {
            long[] taken = numbers(file);
            long number = taken.length == 0 ? 1 : taken[taken.length - 1] + 1;
            for (long old : taken) {
                if (old <= number - KEPT) {
                    for (String suffix : Database.SUFFIXES) {
                        Files.deleteIfExists(named(file, old, suffix));
                    }
                }
            }
            for (String suffix : Database.SUFFIXES) {
                Path part = file.resolveSibling(file.getFileName() + suffix);
                if (Files.exists(part)) {
                    Files.move(part, named(file, number, suffix));
                }
            }
            return named(file, number, "");
        } catch (IOException e) {
            throw new StoreException(file + ": is corrupt and could not be set aside: " + e, e);
        }
    }

    /** The number of the newest one there is, 0 if none. */
    static long newest(Path file) {
        try {
            long[] taken = numbers(file);
            return taken.length == 0 ? 0 : taken[taken.length - 1];
        } catch (IOException e) {
            throw new StoreException(file + ": its folder could not be listed: " + e, e);
        }
    }

    private static Path named(Path file, long number, String suffix) {
        return file.resolveSibling(file.getFileName() + ".corrupt-" + number + suffix);
    }

    private static long[] numbers(Path file) throws IOException {
        String start = file.getFileName() + ".corrupt-";
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .map(name -> name.substring(start.length()))
                    .filter(rest -> rest.matches("[1-9][0-9]{0,8}"))
                    .mapToLong(Long::parseLong).sorted().toArray();
        }
    }
}
