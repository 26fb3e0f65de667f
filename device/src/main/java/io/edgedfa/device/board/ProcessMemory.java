package io.edgedfa.device.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory of this process as the kernel counts it: Java heap, native buffers, code, all of it. */
public final class ProcessMemory {
    private final Path status;

    /** @param root of the file system, {@code /} but in tests */
    public ProcessMemory(Path root) {
        this.status = root.resolve("proc/self/status");
    }

    /** Resident set size in bytes ({@code VmRSS} of proc(5)); absent where the kernel does not tell. */
    public OptionalLong residentBytes() {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    String kibibytes = line.substring("VmRSS:".length()).replace("kB", "").strip();
                    return OptionalLong.of(Long.parseLong(kibibytes) * 1024);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
