package io.edgedfa.host.data;

import static io.edgedfa.stream.IdxFolder.Part.TEST_IMAGES;
import static io.edgedfa.stream.IdxFolder.Part.TEST_LABELS;
import static io.edgedfa.stream.IdxFolder.Part.TRAIN_IMAGES;
import static io.edgedfa.stream.IdxFolder.Part.TRAIN_LABELS;

import io.edgedfa.file.WholeFile;
import io.edgedfa.stream.DataException;
import io.edgedfa.stream.IdxFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0): where its four files are looked for, and what they must be. */
public final class Mnist {

    /** Public copies of the original, gzip-compressed files. */
    public static final List<URI> MIRRORS = List.of(
            URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"));

    /** Hashes of the original files, whose MD5s are the published ones. */
    static final List<PinnedFile> FILES = List.of(
            new PinnedFile(TRAIN_IMAGES, 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new PinnedFile(TRAIN_LABELS, 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new PinnedFile(TEST_IMAGES, 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new PinnedFile(TEST_LABELS, 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

    private static final String FOLDER = "mnist";

    private final List<PinnedFile> files;
    private final List<Path> folders;
    private final Mirrors mirrors;
    private final Consumer<String> notes;

    /**
     * @param roots   folders that may have a folder {@code mnist} with the files, in order of preference; a download goes
     *     into the last one, at least one
     * @param mirrors asked when no folder has the files
     * @param notes   told in one line before a download starts
     */
    public Mnist(List<Path> roots, Mirrors mirrors, Consumer<String> notes) {
        this(FILES, roots, mirrors, notes);
    }

    Mnist(List<PinnedFile> files, List<Path> roots, Mirrors mirrors, Consumer<String> notes) {
        this.files = List.copyOf(files);
        this.folders = roots.stream().map(root -> root.resolve(FOLDER)).toList();
        this.mirrors = mirrors;
        this.notes = notes;
    }

    /**
     * The first folder that has all four files, else a download.
     *
     * @throws DataException if a file that was found has other content than it must have
     * @throws IOException if nothing was found and the download failed; one line that says where it looked
     */
    IdxFolder open() throws IOException {
        for (Path folder : folders) {
            if (missing(folder).isEmpty()) {
                for (PinnedFile file : files) {
                    check(file, folder);
                }
                return IdxFolder.read(FOLDER, folder);
            }
        }
        Path cache = folders.get(folders.size() - 1);
        notes.accept("MNIST is not on this machine: downloading 11 MB into " + cache);
        download(cache);
        return IdxFolder.read(FOLDER, cache);
    }

    private List<String> missing(Path folder) {
        return files.stream()
                .map(PinnedFile::part)
                .filter(part -> part.in(folder).isEmpty())
                .map(IdxFolder.Part::fileName)
                .toList();
    }

    private static void check(PinnedFile file, Path folder) {
        Path path = file.part().in(folder).orElseThrow();
        try (InputStream content = Files.newInputStream(path)) {
            file.check(content);
        } catch (IOException e) {
            throw new DataException(path, "is not MNIST's file: " + e.getMessage()
                    + "; replace or remove it", e);
        }
    }

    /** All files are fetched and checked before the first one is written. */
    private void download(Path cache) throws IOException {
        Map<Path, byte[]> contents = new LinkedHashMap<>();
        try {
            for (PinnedFile file : files) {
                contents.put(cache.resolve(file.part().fileName() + ".gz"), mirrors.fetch(file));
            }
        } catch (IOException e) {
            throw new IOException("MNIST is not there: " + e.getMessage() + "; looked in " + looked()
                    + "; put the four files into a folder 'mnist' and set EDGE_DFA_DATA to the folder above it", e);
        }
        for (Map.Entry<Path, byte[]> entry : contents.entrySet()) {
            WholeFile.write(entry.getKey(), entry.getValue());
        }
    }

    private String looked() {
        List<String> places = new ArrayList<>();
        for (Path folder : folders) {
            List<String> missing = missing(folder);
            boolean none = missing.size() == files.size();
            places.add(folder + (none ? " (no files)" : " (without " + String.join(", ", missing) + ")"));
        }
        return places.stream().collect(Collectors.joining(", "));
    }
}
