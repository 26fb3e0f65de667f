package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldWriteTextNumbersTruthMapsAndLists() throws IOException {
        Path file = folder.resolve("a.json");
        JsonFile.write(file, new TreeMap<>(Map.of("a", "\"ü\"", "b", List.of(1, 2.5), "c", Map.of("d", true), "e", Map.of())));
        assertEquals("""
                {
                  "a": "\\"ü\\"",
                  "b": [
                    1,
                    2.5
                  ],
                  "c": {
                    "d": true
                  },
                  "e": {}
                }
                """, Files.readString(file));
    }

    @Test
    void shouldRefuseWhatHasNoFormAndLeaveNoFile() {
        Path file = folder.resolve("a.json");
        assertThrows(IllegalArgumentException.class, () -> JsonFile.write(file, Map.of("a", Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> JsonFile.write(file, Map.of("a", folder.getFileSystem())));
        assertTrue(Files.notExists(file));
    }
}
