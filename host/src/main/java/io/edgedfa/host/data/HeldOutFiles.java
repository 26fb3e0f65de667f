package io.edgedfa.host.data;

import io.edgedfa.file.WholeFile;
import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.IdxFolder.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * The held-out set that ships with a model: a part of a test set as the two IDX test files, compressed, in the folder where a board
 * looks for it. Grey values become bytes.
 */
public final class HeldOutFiles {
    private static final int IMAGES = 0x803; // unsigned bytes in three dimensions
    private static final int LABELS = 0x801;

    private HeldOutFiles() {}

    /** The folder of a model's held-out set: {@code NAME-held-out} beside {@code NAME.onnx}. */
    public static Path besides(Path model) {
        return model.resolveSibling(model.getFileName().toString().replaceFirst("\\.onnx$", "") + "-held-out");
    }

    /**
     * Writes some of a data set's images, drawn without replacement, the same for the same number.
     *
     * @param samples how many, at most; 1 or more
     */
    public static void write(Dataset test, int samples, Path folder) throws IOException {
        int[] order = DatasetSource.order(1, 0, test.size());
        int count = Math.min(samples, order.length);
        ByteBuffer images = ByteBuffer.allocate(4 * Integer.BYTES + count * test.features())
                .putInt(IMAGES).putInt(count).putInt(test.rows()).putInt(test.columns());
        ByteBuffer labels = ByteBuffer.allocate(2 * Integer.BYTES + count).putInt(LABELS).putInt(count);
        float[] image = new float[test.features()];
        for (int i = 0; i < count; i++) {
            test.copyFeatures(order[i], image, 0);
            for (float value : image) {
                images.put((byte) Math.round(255 * value));
            }
            labels.put((byte) test.label(order[i]));
        }
        WholeFile.write(folder.resolve(Part.TEST_IMAGES.fileName() + ".gz"), compressed(images.array()));
        WholeFile.write(folder.resolve(Part.TEST_LABELS.fileName() + ".gz"), compressed(labels.array()));
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
