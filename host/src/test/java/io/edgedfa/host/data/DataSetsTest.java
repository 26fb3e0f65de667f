package io.edgedfa.host.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.stream.DataException;
import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.IdxFolder.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    @Test
    void shouldDrawWhenDigitsAreAskedFor() throws IOException {
        TrainTestSplit digits = dataSets().open("digits");
        assertEquals("digits", digits.name());
        assertEquals(DrawnDigits.train(1).sha256(), digits.train().sha256());
        assertEquals(DrawnDigits.test(1).sha256(), digits.test().sha256());
    }

    @Test
    void shouldReadFolderWhenPathIsGiven() throws IOException {
        TrainTestSplit data = dataSets().open(IdxFiles.write(folder.resolve("mine")).toString());
        assertEquals("mine/train", data.train().name());
        assertEquals(6, data.train().size());
        assertEquals(2, data.test().size());
    }

    @Test
    void shouldNameAllowedWhenDataIsUnknown() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> dataSets().open("minst"));
        assertEquals("data 'minst' is unknown; allowed: mnist, digits, or a folder with the four IDX files", e.getMessage());
    }

    @Test
    void shouldPreferFirstFolderWhenSeveralHaveMnist() throws IOException {
        IdxFiles.write(folder.resolve("first/mnist"));
        IdxFiles.write(folder.resolve("second/mnist"));
        Files.write(folder.resolve("second/mnist").resolve(Part.TEST_LABELS.fileName()), new byte[] {1});
        assertEquals(6, dataSets("first", "second").open("mnist").train().size());
    }

    @Test
    void shouldTakeNextFolderWhenFirstMissesAFile() throws IOException {
        IdxFiles.write(folder.resolve("first/mnist"));
        Files.delete(folder.resolve("first/mnist").resolve(Part.TEST_LABELS.fileName()));
        IdxFiles.write(folder.resolve("second/mnist"));
        assertEquals(6, dataSets("first", "second").open("mnist").train().size());
    }

    @Test
    void shouldRefuseFoundFileWhenItsContentIsWrong() throws IOException {
        Path images = IdxFiles.write(folder.resolve("first/mnist")).resolve(Part.TRAIN_IMAGES.fileName());
        byte[] content = IdxFiles.content(Part.TRAIN_IMAGES);
        content[20] ^= 1;
        Files.write(images, content);
        Exception e = assertThrows(DataException.class, () -> dataSets("first").open("mnist"));
        assertTrue(e.getMessage().startsWith(images + ": is not MNIST's file: SHA-256 of the uncompressed bytes is "),
                e.getMessage());
    }

    @Test
    void shouldSayWhereItLookedWhenNothingIsThere() throws IOException {
        IdxFiles.write(folder.resolve("first/mnist"));
        Files.delete(folder.resolve("first/mnist").resolve(Part.TEST_LABELS.fileName()));
        Exception e = assertThrows(IOException.class, () -> dataSets("first", "second").open("mnist"));
        assertEquals("MNIST is not there: download failed: no mirrors; looked in " + folder.resolve("first/mnist")
                + " (without t10k-labels-idx1-ubyte), " + folder.resolve("second/mnist") + " (no files); put the four files"
                + " into a folder 'mnist' and set EDGE_DFA_DATA to the folder above it", e.getMessage());
    }

    private DataSets dataSets(String... roots) {
        List<Path> paths = roots.length == 0 ? List.of(folder) : List.of(roots).stream().map(folder::resolve).toList();
        return new DataSets(new Mnist(IdxFiles.PINNED, paths, new Mirrors(List.of(), Duration.ofSeconds(1)), notes::add));
    }
}
