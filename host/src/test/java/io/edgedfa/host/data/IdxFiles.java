package io.edgedfa.host.data;

import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.IdxFolder.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Four tiny IDX files: two classes, images of 2 x 2; training has 6 samples, test 2. */
public final class IdxFiles {

    /** The tiny files, pinned. */
    static final List<PinnedFile> PINNED =
            Arrays.stream(Part.values()).map(p -> new PinnedFile(p, content(p).length, Dataset.sha256Of(content(p)))).toList();

    private IdxFiles() {}

    /** Uncompressed content: pixels and labels from a closed formula. */
    static byte[] content(Part part) {
        boolean images = part == Part.TRAIN_IMAGES || part == Part.TEST_IMAGES;
        int count = part == Part.TRAIN_IMAGES || part == Part.TRAIN_LABELS ? 6 : 2;
        ByteBuffer bytes = ByteBuffer.allocate(images ? 16 + 4 * count : 8 + count);
        bytes.putInt(images ? 0x803 : 0x801).putInt(count);
        if (images) {
            bytes.putInt(2).putInt(2);
        }
        for (int i = 0; bytes.hasRemaining(); i++) {
            bytes.put((byte) (images ? i * 37 : i % 2));
        }
        return bytes.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** Writes all four, plain, into a folder made for them. */
    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Part part : Part.values()) {
            Files.write(folder.resolve(part.fileName()), content(part));
        }
        return folder;
    }
}
