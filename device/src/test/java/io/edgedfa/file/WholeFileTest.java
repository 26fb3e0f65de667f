package io.edgedfa.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "something new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void shouldReplaceWhatWasThereAndLeaveNoDraft() throws IOException {
        Path file = folder.resolve("a").resolve("b.json");
        WholeFile.write(file, OLD);
        WholeFile.write(file, NEW);
        assertArrayEquals(NEW, Files.readAllBytes(file));
        assertEquals(List.of("b.json"), names(file.getParent()));
    }

    @Test
    void shouldLeaveNoDraftWhenTheNameIsTaken() throws IOException {
        Path file = Files.createDirectories(folder.resolve("b.json").resolve("full")).getParent();
        assertThrows(IOException.class, () -> WholeFile.write(file, NEW));
        assertEquals(List.of("b.json"), names(folder));
    }

    @Test
    void shouldKeepWhatWasThereWhenTheContentBreaksOff() throws IOException {
        Path file = Files.write(folder.resolve("b.json"), OLD);
        assertThrows(IOException.class, () -> WholeFile.write(file, out -> {
            out.write(NEW);
            throw new IOException("no more");
        }));
        assertArrayEquals(OLD, Files.readAllBytes(file));
        assertEquals(List.of("b.json"), names(folder));
    }

    @Test
    void shouldGiveTheFileThePermissionsOfAnyOther() throws IOException {
        Path other = Files.write(folder.resolve("other"), OLD);
        Path file = folder.resolve("b.json");
        WholeFile.write(file, NEW);
        assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
    }

    @Test
    void shouldMakeTheFolderButNotTheFileWhenOnlyChecking() throws IOException {
        Path file = folder.resolve("a").resolve("b.json");
        WholeFile.checkWritable(file);
        assertEquals(List.of(), names(file.getParent()));
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldLeaveWhatIsThereWhenOnlyChecking() throws IOException {
        Path file = Files.write(folder.resolve("b.json"), OLD);
        WholeFile.checkWritable(file);
        assertArrayEquals(OLD, Files.readAllBytes(file));
    }

    @Test
    void shouldRefuseAFolderAndAPathThroughAFile() throws IOException {
        Path file = Files.write(folder.resolve("b.json"), OLD);
        assertThrows(IOException.class, () -> WholeFile.checkWritable(folder));
        assertThrows(IOException.class, () -> WholeFile.checkWritable(file.resolve("c.json")));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
