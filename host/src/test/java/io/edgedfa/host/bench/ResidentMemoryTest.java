package io.edgedfa.host.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadThePeakWhenKernelCountsIt() throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nVmHWM:\t  145920 kB\nVmRSS:\t  100 kB\n");
        assertEquals(145_920L * 1024, ResidentMemory.peakBytes(status));
    }

    @Test
    void shouldSayWhatIsMissingWhenKernelDoesNotCount() throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\n");
        assertEquals(status + " has no line VmHWM", assertThrows(IOException.class, () -> ResidentMemory.peakBytes(status)).getMessage());
    }

    @Test
    void shouldTakeTheAnswerWhenOtherLinesSurroundIt() throws IOException {
        assertEquals(42, ResidentMemory.ask(List.of("sh", "-c", "echo hello; echo 'peak resident bytes: 42'; echo bye")));
    }

    @Test
    void shouldQuoteTheLastLineWhenTheProcessFails() {
        IOException e = assertThrows(IOException.class,
                () -> ResidentMemory.ask(List.of("sh", "-c", "echo first >&2; echo 'error: no such side' >&2; printf '\\tat x\\n' >&2; exit 1")));
        assertEquals("error: no such side", e.getMessage());
    }
}
