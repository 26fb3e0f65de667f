package io.edgedfa.host.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.stream.Dataset;
import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.IdxDataset;
import io.edgedfa.stream.IdxFolder.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutFilesTest {
    private static final DrawnDigits TEST = DrawnDigits.test(DrawnDigits.DEFAULT_SEED);

    @TempDir
    Path folder;

    @Test
    void shouldWriteSamplesOfTheSetWithTheirLabels() throws IOException {
        HeldOutFiles.write(TEST, 50, folder.resolve("m-held-out"));
        IdxDataset read = IdxDataset.read("held-out", Part.TEST_IMAGES.in(folder.resolve("m-held-out")).orElseThrow(),
                Part.TEST_LABELS.in(folder.resolve("m-held-out")).orElseThrow(), 10);
        assertEquals(50, read.size());
        Map<Integer, Integer> members = new HashMap<>();
        for (int i = 0; i < read.size(); i++) {
            members.merge(indexOf(image(read, i), read.label(i)), 1, Integer::sum);
        }
        assertEquals(50, members.size(), "each sample of the set at most once");
    }

    /** Where the set has this image under this label. */
    private static int indexOf(float[] image, int label) {
        for (int i = 0; i < TEST.size(); i++) {
            if (TEST.label(i) == label && close(image(TEST, i), image)) {
                return i;
            }
        }
        throw new AssertionError("not in the set: an image of a " + label);
    }

    private static boolean close(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Math.abs(a[i] - b[i]) > 0.5f / 255 + 1e-6f) {
                return false;
            }
        }
        return true;
    }

    private static float[] image(Dataset data, int index) {
        float[] image = new float[data.features()];
        data.copyFeatures(index, image, 0);
        return image;
    }

    @Test
    void shouldWriteTheSameBytesAgain() throws IOException {
        HeldOutFiles.write(TEST, 20, folder.resolve("a"));
        HeldOutFiles.write(TEST, 20, folder.resolve("b"));
        for (Part part : new Part[] {Part.TEST_IMAGES, Part.TEST_LABELS}) {
            assertArrayEquals(Files.readAllBytes(part.in(folder.resolve("a")).orElseThrow()),
                    Files.readAllBytes(part.in(folder.resolve("b")).orElseThrow()));
        }
    }

    @Test
    void shouldLieBesideTheModelWhereABoardLooks() {
        assertEquals(Path.of("models/digits-held-out"), HeldOutFiles.besides(Path.of("models/digits.onnx")));
    }
}
