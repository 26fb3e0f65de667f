package io.edgedfa.stream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with the four IDX files of MNIST or one of its relatives, under their usual names.
 *
 * @param train training split; its largest label fixes the number of classes of both
 * @param test  test split, images of the same size
 */
public record IdxFolder(IdxDataset train, IdxDataset test) {

    /** One of the four files. */
    public enum Part {
        TRAIN_IMAGES("train-images", 3),
        TRAIN_LABELS("train-labels", 1),
        TEST_IMAGES("t10k-images", 3),
        TEST_LABELS("t10k-labels", 1);

        private final String stem;
        private final int dimensions;

        Part(String stem, int dimensions) {
            this.stem = stem;
            this.dimensions = dimensions;
        }

        /** The published name, for example {@code train-images-idx3-ubyte}. */
        public String fileName() {
            return stem + "-idx" + dimensions + "-ubyte";
        }

        /** The file in a folder: the published name or {@code train-images.idx3-ubyte}, either also with {@code .gz}. */
        public Optional<Path> in(Path folder) {
            String dotted = stem + ".idx" + dimensions + "-ubyte";
            return Stream.of(fileName(), fileName() + ".gz", dotted, dotted + ".gz")
                    .map(folder::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }

    /** As {@link #read(String, Path)}, named after the folder. */
    public static IdxFolder read(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return read(name == null ? "data" : name.toString(), folder);
    }

    /**
     * Reads all four files.
     *
     * @param name what reports call the set; the splits are {@code name/train} and {@code name/test}
     * @throws DataException if a file is missing or malformed, or if the files do not belong together
     */
    public static IdxFolder read(String name, Path folder) {
        Path labels = find(folder, Part.TRAIN_LABELS);
        int classes = classes(labels);
        IdxDataset train = IdxDataset.read(name + "/train", find(folder, Part.TRAIN_IMAGES), labels, classes);
        Path testImages = find(folder, Part.TEST_IMAGES);
        IdxDataset test = IdxDataset.read(name + "/test", testImages, find(folder, Part.TEST_LABELS), classes);
        if (test.rows() != train.rows() || test.columns() != train.columns()) {
            throw new DataException(testImages, "images of %d x %d, allowed: %d x %d, as in the training split"
                    .formatted(test.rows(), test.columns(), train.rows(), train.columns()));
        }
        return new IdxFolder(train, test);
    }

    private static Path find(Path folder, Part part) {
        return part.in(folder).orElseThrow(() -> new DataException(folder, "has no file %s, plain or with .gz"
                .formatted(part.fileName())));
    }

    private static int classes(Path labels) {
        int largest = 0;
        for (byte label : IdxFile.labels(labels).values()) {
            largest = Math.max(largest, label & 0xFF);
        }
        return largest + 1;
    }
}
