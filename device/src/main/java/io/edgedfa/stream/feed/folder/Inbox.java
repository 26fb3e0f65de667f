package io.edgedfa.stream.feed.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * The files of a folder and of its sub-folders, one level deep, as one look after the other finds them. Hidden files are passed
 * over. Not thread-safe.
 */
public final class Inbox {

    private static final Comparator<File> AGE = Comparator.comparing(File::modified).thenComparing(File::id);

    private final Path folder;
    private final Set<String> reserved;
    private final BiPredicate<String, String> wanted;
    private final int most;
    private Map<String, File> before = Map.of(); // by id
    private Map<String, File> now = Map.of(); // in the order of age
    private String unreadable = "";

    /**
     * A file as a look found it; another state of the file is another object.
     *
     * @param within name of its sub-folder, empty for none
     * @param size   in bytes
     * @param key    tells it from another file of its name, where the file system can
     */
    public record File(String within, String name, long size, FileTime modified, Object key) {

        /** {@code name} or {@code within/name}. */
        public String id() {
            return within.isEmpty() ? name : within + "/" + name;
        }
    }

    /**
     * @param reserved sub-folders to pass over
     * @param wanted   told sub-folder (empty for none) and name: whether to look at such a file
     * @param most     files held; of more, the oldest
     */
    public Inbox(Path folder, Set<String> reserved, BiPredicate<String, String> wanted, int most) {
        this.folder = folder;
        this.reserved = reserved;
        this.wanted = wanted;
        this.most = most;
    }

    /** Looks. @throws IOException if the folder is not there or cannot be read; then nothing is held */
    public void look() throws IOException {
        before = now;
        now = Map.of();
        unreadable = "";
        TreeSet<File> found = new TreeSet<>(AGE);
        list("", found);
        now = new LinkedHashMap<>();
        found.forEach(file -> now.put(file.id(), file));
    }

    private void list(String within, TreeSet<File> found) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.resolve(within))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(".")) {
                    add(entry, within, name, found);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void add(Path entry, String within, String name, TreeSet<File> found) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return; // gone meanwhile
        }
        if (attributes.isRegularFile() && wanted.test(within, name)) {
            found.add(new File(within, name, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
            if (found.size() > most) {
                found.pollLast();
            }
        } else if (attributes.isDirectory() && within.isEmpty() && !reserved.contains(name)) {
            try {
                list(name, found);
            } catch (NoSuchFileException e) {
                // gone meanwhile
            } catch (IOException e) {
                unreadable = e.toString(); // the others go on
            }
        }
    }

    /** Why the last look could not see into a sub-folder; empty if it could. */
    public String unreadable() {
        return unreadable;
    }

    /** What the last look found, oldest first. */
    public Collection<File> files() {
        return now.values();
    }

    /** The file of this id that the last look found, or null. */
    public File find(String id) {
        return now.get(id);
    }

    /** Whether the look before found the same: then nobody seems to be writing it. */
    public boolean settled(File file) {
        return file.equals(before.get(file.id()));
    }

    /** Where the file is. */
    public Path path(File file) {
        return folder.resolve(file.within()).resolve(file.name());
    }

    /** Whether the file is still as it was found. */
    public boolean unchanged(File file) {
        try {
            BasicFileAttributes is = Files.readAttributes(path(file), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return is.isRegularFile()
                    && file.equals(new File(file.within(), file.name(), is.size(), is.lastModifiedTime(), is.fileKey()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads the file. @return its bytes, at most {@code limit + 1} */
    public byte[] read(File file, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(path(file), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(limit + 1);
        }
    }
}
