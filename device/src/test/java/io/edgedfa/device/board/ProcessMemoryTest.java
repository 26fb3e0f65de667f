package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {
    @TempDir
    Path root;

    private void status(String text) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/status"), text);
    }

    @Test
    void shouldReadTheResidentSetInBytes() throws IOException {
        status("Name:\tjava\nVmPeak:\t 9000 kB\nVmRSS:\t  148220 kB\nThreads:\t12\n");
        assertEquals(OptionalLong.of(148220L * 1024), new ProcessMemory(root).residentBytes());
    }

    @Test
    void shouldBeAbsentWhenTheFileIsMissing() {
        assertEquals(OptionalLong.empty(), new ProcessMemory(root).residentBytes());
    }

    @Test
    void shouldBeAbsentWhenTheLineIsBroken() throws IOException {
        status("VmRSS:\t many kB\n");
        assertEquals(OptionalLong.empty(), new ProcessMemory(root).residentBytes());
    }

    @Test
    void shouldReadAnotherProcessAndItsPeak() throws IOException {
        Files.createDirectories(root.resolve("proc/42"));
        Files.writeString(root.resolve("proc/42/status"), "VmHWM:\t  7 kB\nVmRSS:\t  5 kB\n");
        assertEquals(OptionalLong.of(7 * 1024), new ProcessMemory(root, 42).peakResidentBytes());
        assertEquals(OptionalLong.of(5 * 1024), new ProcessMemory(root, 42).residentBytes());
    }
}
