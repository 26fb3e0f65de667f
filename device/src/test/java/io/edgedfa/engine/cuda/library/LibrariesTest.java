package io.edgedfa.engine.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
    @TempDir
    Path root;

    @AfterEach
    void forget() {
        System.clearProperty(Libraries.FOLDERS);
    }

    @Test
    void shouldLookInGivenFoldersFirstThenWhereToolkitsBoardsAndWheelsPutThem() throws IOException {
        Path given = Files.createDirectories(root.resolve("given"));
        List<Path> there = List.of(root.resolve("usr/local/cuda-12.4/lib64"), root.resolve("usr/local/cuda-12.4/targets/aarch64-linux/lib"),
                root.resolve("usr/lib/aarch64-linux-gnu/tegra"), root.resolve("usr/local/lib/python3.12/site-packages/nvidia/cublas/lib"));
        for (Path folder : there) {
            Files.createDirectories(folder);
        }
        List<Path> folders = Libraries.folders(root, given + ":" + root.resolve("missing"));
        assertEquals(given, folders.get(0));
        assertTrue(folders.containsAll(there), folders.toString());
        assertEquals(folders.size(), folders.stream().distinct().count());
        assertTrue(folders.stream().allMatch(Files::isDirectory));
    }

    @Test
    void shouldSayWhatWasLookedForAndWhere() {
        System.setProperty(Libraries.FOLDERS, root.toString());
        String message = assertThrows(EngineException.class, () -> Libraries.load("The library", List.of("libnone.so.2", "libnone.so.1")))
                .getMessage();
        assertTrue(message.startsWith("The library is not there: looked for libnone.so.2, libnone.so.1 through the system's loader and in ["
                + root), message);
        assertTrue(message.endsWith("other folders can be given with -Dedgedfa.cuda.libraries=FOLDER:FOLDER"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void shouldNameAFileThatIsThereButNoLibrary() throws IOException {
        Files.writeString(root.resolve("libnone.so.1"), "not a library");
        System.setProperty(Libraries.FOLDERS, root.toString());
        String message = assertThrows(EngineException.class, () -> Libraries.load("The library", List.of("libnone.so.1"))).getMessage();
        assertTrue(message.contains("found but refused: [" + root.resolve("libnone.so.1") + ": "), message);
    }

    @Test
    void shouldNameTheCallAndWhatTheLibrarySaysOfItsCode() {
        assertEquals("cuMemFree failed: CUDA_ERROR_INVALID_VALUE (1)", assertThrows(EngineException.class,
                () -> Status.check(1, "cuMemFree", code -> "CUDA_ERROR_INVALID_VALUE")).getMessage());
        Status.check(0, "cuMemFree", code -> "");
    }
}
