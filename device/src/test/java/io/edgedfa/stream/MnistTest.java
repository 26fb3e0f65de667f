package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real files, where {@code EDGE_DFA_DATA} leads to them; the hashes are sha256sum's over the unzipped pair. */
class MnistTest {

    @Test
    void shouldReadTrainingSetWhenFilesAreThere() {
        IdxDataset data = read("train");
        assertArrayEquals(new int[] {60_000, 28, 28}, new int[] {data.size(), data.rows(), data.columns()});
        assertArrayEquals(new int[] {5, 0, 4, 1, 9, 2, 1, 3}, IntStream.range(0, 8).map(data::label).toArray());
        assertEquals("c5097fdd51cfdbe7695fd9df3612695696864b5c424f58d843ffdc5d335e9914", data.sha256());
    }

    @Test
    void shouldReadTestSetWhenFilesAreThere() {
        IdxDataset data = read("t10k");
        assertArrayEquals(new int[] {10_000, 28, 28}, new int[] {data.size(), data.rows(), data.columns()});
        assertArrayEquals(new int[] {7, 2, 1, 0, 4, 1, 4, 9}, IntStream.range(0, 8).map(data::label).toArray());
        assertEquals("18489308deedfe2f7bd3a11e599a597126f161d991b1ffcffb71642aa76f7f62", data.sha256());
    }

    private static IdxDataset read(String split) {
        Path folder = folder();
        return IdxDataset.read("mnist/" + split, folder.resolve(split + "-images-idx3-ubyte.gz"),
                folder.resolve(split + "-labels-idx1-ubyte.gz"), 10);
    }

    private static Path folder() {
        String data = System.getenv("EDGE_DFA_DATA");
        // A relative path counts from the repository's root, but Maven starts a module's tests in the module.
        Path folder = data == null ? null : Stream.of(Path.of(data), Path.of("..").resolve(data))
                .map(root -> root.resolve("mnist")).filter(Files::isDirectory).findFirst().orElse(null);
        if (folder == null) {
            String reason = "no MNIST files: EDGE_DFA_DATA = " + data + ", expected a folder with mnist/ in it";
            assertNotEquals("true", System.getenv("CI"), reason);
            System.out.println("skipped: " + reason);
            assumeTrue(false, reason);
        }
        return folder;
    }
}
