package io.edgedfa.host.web.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.web.api.ResultFolders.Experiment;
import io.edgedfa.host.web.api.ResultFolders.RunTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFoldersTest {
    private static final byte[] PICTURE = {1, 2, 3};

    @TempDir
    Path outside;

    private Path root;
    private ResultFolders folders;

    @BeforeEach
    void fill() throws IOException {
        root = Files.createDirectory(outside.resolve("results"));
        folders = new ResultFolders(root);
        Path deep = Files.createDirectory(root.resolve("deep"));
        Files.writeString(deep.resolve("table.md"), "# How deep\n\n| a |\n");
        Files.writeString(deep.resolve("results.csv"), "net,\"error, %\",note\nfc1,1.5,\"said \"\"no\"\"\"\nfc2,2\n");
        Files.write(deep.resolve("plot-1.png"), PICTURE);
        Files.writeString(deep.resolve("runs.db"), "secret");
        Files.writeString(outside.resolve("results.csv"), "secret\n1\n");
        Files.write(outside.resolve("secret.png"), PICTURE);
        Files.createDirectory(root.resolve("running"));
    }

    @Test
    void shouldListFoldersWithTitleAndWhatMayBeShown() throws IOException {
        List<Experiment> list = folders.list();
        assertEquals(List.of("deep", "running"), list.stream().map(Experiment::name).toList());
        assertEquals("How deep", list.get(0).title());
        assertEquals(List.of("plot-1.png", "results.csv", "table.md"), list.get(0).files());
        assertEquals(null, list.get(1).finished());
    }

    @Test
    void shouldReadTheRunsAsTheyWereWritten() throws IOException {
        assertEquals(new RunTable(List.of("net", "error, %", "note"),
                List.of(List.of("fc1", "1.5", "said \"no\""), List.of("fc2", "2", ""))), folders.table("deep").orElseThrow());
        assertArrayEquals(PICTURE, folders.plot("deep", "plot-1.png").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../results", "deep/../deep", "/", "deep/", "%2e%2e", "running", "nowhere", "deep\0", "DEEP"})
    void shouldFindNoTableUnderAnotherName(String name) throws IOException {
        assertEquals(Optional.empty(), folders.table(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs.db", "../secret.png", "..", "", "plot-1.png/", "results.csv", "./plot-1.png", "plot-1.png\0.png"})
    void shouldFindNoPictureUnderAnotherName(String file) throws IOException {
        assertEquals(Optional.empty(), folders.plot("deep", file));
    }

    @Test
    void shouldFollowNoLinks() throws IOException {
        Files.createSymbolicLink(root.resolve("linked"), outside);
        Files.createSymbolicLink(root.resolve("deep/linked.png"), outside.resolve("secret.png"));
        assertTrue(folders.plot("linked", "secret.png").isEmpty());
        assertTrue(folders.table("linked").isEmpty());
        assertTrue(folders.plot("deep", "linked.png").isEmpty());
    }

    @Test
    void shouldListNothingWhenTheFolderIsMissing() throws IOException {
        assertEquals(List.of(), new ResultFolders(outside.resolve("none")).list());
    }
}
