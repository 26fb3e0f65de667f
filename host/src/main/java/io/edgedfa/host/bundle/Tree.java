package io.edgedfa.host.bundle;

import io.edgedfa.host.bundle.Entry.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a package installs, by path: files, links, and all folders above them. */
public final class Tree {
    private static final int MOST = 20_000;

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    /** A file for everyone to read. */
    public void file(String path, byte[] content) {
        add(new Entry(path, bytes(content), Entry.FILE, null, false));
    }

    /** A file for everyone to read, read again each time it is wanted. */
    public void file(String path, Path content) {
        add(new Entry(path, file(content), Entry.FILE, null, false));
    }

    /** A file that the board's owner may change; upgrades leave a change alone. */
    public void configuration(String path, byte[] content) {
        add(new Entry(path, bytes(content), Entry.FILE, null, true));
    }

    /** As {@link #configuration}, for the owner's eyes only. */
    public void secret(String path, byte[] content) {
        add(new Entry(path, bytes(content), Entry.SECRET, null, true));
    }

    /** A symbolic link. */
    public void link(String path, String target) {
        add(new Entry(path, null, 0777, target, false));
    }

    /**
     * All files of a folder and of those in it, those that can be executed as programs. Symbolic links stay links, if they stay inside.
     *
     * @throws IOException in one line, when something is neither file, folder nor such a link
     */
    public void folder(String path, Path content) throws IOException {
        Path root = content.toRealPath();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.filter(each -> !Files.isDirectory(each) || Files.isSymbolicLink(each)).toList()) {
                String place = path + "/" + root.relativize(each).toString();
                if (Files.isSymbolicLink(each)) {
                    Path target = Files.readSymbolicLink(each);
                    if (target.isAbsolute() || !each.resolveSibling(target).normalize().startsWith(root)) {
                        throw new IOException(each + " is a link to " + target + "; allowed are links inside of " + content);
                    }
                    link(place, target.toString());
                } else if (Files.isRegularFile(each)) {
                    add(new Entry(place, file(each), Files.isExecutable(each) ? Entry.PROGRAM : Entry.FILE, null, false));
                } else {
                    throw new IOException(each + " is neither file nor folder; allowed are these two");
                }
            }
        }
    }

    private void add(Entry entry) {
        if (entries.size() >= MOST) {
            throw new IllegalArgumentException("a package has " + MOST + " files at most");
        }
        for (int slash = entry.path().indexOf('/'); slash >= 0; slash = entry.path().indexOf('/', slash + 1)) {
            String above = entry.path().substring(0, slash);
            Entry there = entries.computeIfAbsent(above, folder -> new Entry(folder, null, Entry.PROGRAM, null, false));
            if (!there.isFolder()) {
                throw new IllegalArgumentException(entry.path() + " is below " + above + ", which is no folder");
            }
        }
        if (entries.putIfAbsent(entry.path(), entry) != null) {
            throw new IllegalArgumentException(entry.path() + " is twice in the package");
        }
    }

    /** Sorted: a folder comes before what is in it. */
    Collection<Entry> entries() {
        return entries.values();
    }

    Stream<Entry> files() {
        return entries.values().stream().filter(entry -> entry.content() != null);
    }

    /** Whether something in it is for its owner's eyes only. */
    public boolean isSecret() {
        return entries.values().stream().anyMatch(Entry::isSecret);
    }

    /** Bytes of all files. */
    public long size() throws IOException {
        long sum = 0;
        for (Entry entry : files().toList()) {
            sum += entry.content().size();
        }
        return sum;
    }

    private static Content bytes(byte[] bytes) {
        return new Content() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long size() {
                return bytes.length;
            }
        };
    }

    private static Content file(Path file) {
        return new Content() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public long size() throws IOException {
                return Files.size(file);
            }
        };
    }
}
