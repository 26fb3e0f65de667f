package io.edgedfa.stream.feed.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** A folder for finished files, which keeps the newest. Whatever else is put there is deleted in its turn. Not thread-safe. */
public final class Shelf {

    private static final String REASON = ".reason";
    private static final int MOST = 1_000_000;

    private final Path folder;
    private final int keep;
    private Set<Path> files; // oldest first; null before the first look

    /** A file found on the shelf. */
    private record Found(Path path, FileTime modified) {}

    /**
     * @param folder made when needed, on the file system of the files that come
     * @param keep   files kept, 0 to 1,000,000; reasons come on top
     */
    public Shelf(Path folder, int keep) {
        if (keep < 0 || keep > MOST) {
            throw new IllegalArgumentException("keep = %d, allowed: 0 to %d".formatted(keep, MOST));
        }
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Moves a file here in one step, replacing one of its name, and deletes the oldest if there are too many.
     *
     * @param within sub-folder, empty for none
     * @param reason written beside it; empty for none
     */
    public void put(Path file, String within, String reason) throws IOException {
        if (keep == 0) {
            Files.deleteIfExists(file);
            return;
        }
        Path place = folder.resolve(within);
        makeFolder(folder);
        makeFolder(place);
        if (files == null) {
            files = list();
        }
        Path target = place.resolve(file.getFileName());
        if (!reason.isEmpty()) {
            writeReason(target, reason);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        files.remove(target);
        files.add(target);
        for (Iterator<Path> oldest = files.iterator(); files.size() > keep;) {
            delete(oldest.next());
            oldest.remove();
        }
    }

    private static void makeFolder(Path place) throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(place); // fails where a link is in the way
        }
    }

    /** Whether a file of this name is here. */
    public boolean has(String within, String name) {
        return Files.exists(folder.resolve(within).resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    private static void writeReason(Path target, String reason) {
        try {
            Files.writeString(reasonOf(target), reason + "\n");
        } catch (IOException e) {
            // a full disk or too long a name: getting the file out of the way is what counts
        }
    }

    private static Path reasonOf(Path file) {
        return file.resolveSibling(file.getFileName() + REASON);
    }

    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(reasonOf(file));
    }

    /** What earlier processes left, the newest of it; the rest is deleted. */
    private Set<Path> list() throws IOException {
        PriorityQueue<Found> newest = new PriorityQueue<>(Comparator.comparing(Found::modified));
        list(folder, true, newest);
        List<Found> sorted = new ArrayList<>(newest);
        sorted.sort(Comparator.comparing(Found::modified));
        Set<Path> paths = new LinkedHashSet<>();
        sorted.forEach(found -> paths.add(found.path));
        return paths;
    }

    private void list(Path place, boolean deeper, PriorityQueue<Found> newest) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                BasicFileAttributes is = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (is.isDirectory() && deeper) {
                    list(entry, false, newest);
                } else if (is.isRegularFile() && !entry.toString().endsWith(REASON)) {
                    newest.add(new Found(entry, is.lastModifiedTime()));
                }
                if (newest.size() > keep) {
                    delete(newest.poll().path);
                }
            }
        }
    }
}
