package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessUsageTest {
    @TempDir
    Path root;

    private ProcessUsage usage(String stat) {
        FakeBoard.empty(root).with("proc/self/stat", stat);
        return new ProcessUsage(root);
    }

    @Test
    void shouldReadThreadsAndTimeWhateverTheProcessIsCalled() {
        ProcessUsage usage = usage("29468 (a) S 1 (b) R 29438 29438 27352 0 -1 4194304 98 0 0 0 1234 66 7 8 20 0 31 0 1101174\n");
        assertEquals(OptionalLong.of(31), usage.threads());
        assertEquals(OptionalLong.of(13_000), usage.cpuTimeMs());
    }

    @Test
    void shouldBeAbsentWhenThereAreNoFiles() {
        ProcessUsage usage = new ProcessUsage(root);
        assertEquals(OptionalLong.empty(), usage.threads());
        assertEquals(OptionalLong.empty(), usage.cpuTimeMs());
        assertEquals(OptionalLong.empty(), usage.openFiles());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 (java)", "1 (java) R 1 2 3", "1 (java) R a b c d e f g h i j k l m n o p q r s t u"})
    void shouldBeAbsentWhenTheLineIsBroken(String stat) {
        assertEquals(OptionalLong.empty(), usage(stat).threads());
        assertEquals(OptionalLong.empty(), usage(stat).cpuTimeMs());
    }

    @Test
    void shouldCountOpenFiles() {
        FakeBoard.empty(root).with("proc/self/fd/0", "").with("proc/self/fd/1", "").with("proc/self/fd/17", "");
        assertEquals(OptionalLong.of(3), new ProcessUsage(root).openFiles());
    }

    @Test
    void shouldSeeAFileOpenedHere() throws IOException {
        ProcessUsage usage = new ProcessUsage(Path.of("/"));
        Path file = Files.createFile(root.resolve("open"));
        long before = usage.openFiles().orElseThrow();
        InputStream[] opened = new InputStream[50]; // other threads of the tests may open and close some meanwhile
        for (int i = 0; i < opened.length; i++) {
            opened[i] = Files.newInputStream(file);
        }
        long during = usage.openFiles().orElseThrow();
        for (InputStream in : opened) {
            in.close();
        }
        assertTrue(during >= before + 40, before + " before, " + during + " with 50 more");
    }

    @Test
    void shouldSeeThisProcess() {
        ProcessUsage usage = new ProcessUsage(Path.of("/"));
        assertTrue(usage.threads().orElseThrow() > 1);
        assertTrue(usage.cpuTimeMs().orElseThrow() > 0);
    }
}
