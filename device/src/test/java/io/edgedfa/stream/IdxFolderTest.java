package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.stream.IdxFolder.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFolderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        write("train-images-idx3-ubyte", images(3, 2));
        write("train-labels-idx1-ubyte", labels(0, 4, 1));
        write("t10k-images-idx3-ubyte", images(2, 2));
        write("t10k-labels-idx1-ubyte", labels(1, 0));
    }

    @Test
    void shouldReadBothSplits() {
        IdxFolder data = IdxFolder.read("mine", folder);
        assertEquals("mine/train", data.train().name());
        assertEquals(3, data.train().size());
        assertEquals("mine/test", data.test().name());
        assertEquals(2, data.test().size());
    }

    @Test
    void shouldTakeClassesFromTrainingLabels() {
        IdxFolder data = IdxFolder.read("mine", folder);
        assertEquals(5, data.train().classes());
        assertEquals(5, data.test().classes());
    }

    @ParameterizedTest
    @CsvSource({"train-images-idx3-ubyte.gz", "train-images.idx3-ubyte", "train-images.idx3-ubyte.gz"})
    void shouldFindFileWhenSpelledDifferently(String name) throws IOException {
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        write(name, images(3, 2));
        assertEquals(folder.resolve(name), Part.TRAIN_IMAGES.in(folder).orElseThrow());
        assertEquals(3, IdxFolder.read("mine", folder).train().size());
    }

    @ParameterizedTest
    @CsvSource({"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"})
    void shouldNameFileWhenItIsMissing(String name) throws IOException {
        Files.delete(folder.resolve(name));
        assertRefused(folder + ": has no file " + name + ", plain or with .gz");
    }

    @Test
    void shouldRefuseWhenTestImagesHaveAnotherSize() throws IOException {
        write("t10k-images-idx3-ubyte", images(2, 3));
        assertRefused(folder.resolve("t10k-images-idx3-ubyte")
                + ": images of 3 x 3, allowed: 2 x 2, as in the training split");
    }

    @Test
    void shouldRefuseWhenTestHasAClassThatTrainingLacks() throws IOException {
        write("t10k-labels-idx1-ubyte", labels(1, 5));
        assertTrue(assertThrows(DataException.class, () -> IdxFolder.read("mine", folder)).getMessage()
                .endsWith("label 1 = 5, allowed: 0 to 4"));
    }

    private void assertRefused(String message) {
        assertEquals(message, assertThrows(DataException.class, () -> IdxFolder.read("mine", folder)).getMessage());
    }

    private static byte[] images(int count, int side) {
        return ByteBuffer.allocate(16 + count * side * side).putInt(0x803).putInt(count).putInt(side).putInt(side).array();
    }

    private static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    private void write(String name, byte[] content) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            out.write(content);
        }
    }
}
