package io.edgedfa.stream;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The IDX pair that MNIST and its relatives (Fashion-MNIST, KMNIST, EMNIST) come in: images {@code [count, rows,
 * columns]} and labels {@code [count]}. Kept in memory as bytes; features are {@code byte / 255}.
 */
public final class IdxDataset implements Dataset {

    private static final int MAX_CLASSES = 256;

    private final String name;
    private final int classes;
    private final IdxFile images;
    private final IdxFile labels;
    private final String sha256;

    private IdxDataset(String name, int classes, IdxFile images, IdxFile labels) {
        this.name = name;
        this.classes = classes;
        this.images = images;
        this.labels = labels;
        this.sha256 = Dataset.sha256Of(images.header(), images.values(), labels.header(), labels.values());
    }

    /**
     * Reads a pair, checking everything that can be checked.
     *
     * @param name    what reports call the set, for example {@code mnist/train}
     * @param images  idx3-ubyte, plain or gzip
     * @param labels  idx1-ubyte, plain or gzip
     * @param classes 1 to 256; labels must lie below
     * @throws DataException if a file is missing, truncated, too long or no IDX file, or if the two do not belong together
     */
    public static IdxDataset read(String name, Path images, Path labels, int classes) {
        if (classes < 1 || classes > MAX_CLASSES) {
            throw new IllegalArgumentException("classes = %d, allowed: 1 to %d".formatted(classes, MAX_CLASSES));
        }
        IdxFile imageFile = IdxFile.images(images);
        IdxFile labelFile = IdxFile.labels(labels);
        int count = imageFile.shape()[0];
        if (labelFile.shape()[0] != count) {
            throw new DataException(labels, "count = %d labels, allowed: %d, as many as there are images in %s"
                    .formatted(labelFile.shape()[0], count, images));
        }
        for (int i = 0; i < count; i++) {
            int label = labelFile.values()[i] & 0xFF;
            if (label >= classes) {
                throw new DataException(labels, "label %d = %d, allowed: 0 to %d".formatted(i, label, classes - 1));
            }
        }
        return new IdxDataset(name, classes, imageFile, labelFile);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return images.shape()[0];
    }

    @Override
    public int rows() {
        return images.shape()[1];
    }

    @Override
    public int columns() {
        return images.shape()[2];
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public void copyFeatures(int index, float[] target, int offset) {
        Objects.checkIndex(index, size());
        int features = features();
        byte[] values = images.values();
        for (int from = index * features, i = 0; i < features; i++) {
            target[offset + i] = (values[from + i] & 0xFF) / 255f;
        }
    }

    @Override
    public int label(int index) {
        return labels.values()[Objects.checkIndex(index, size())] & 0xFF;
    }

    /** Over the uncompressed bytes of both files, images first: the same for plain and gzip copies. */
    @Override
    public String sha256() {
        return sha256;
    }
}
