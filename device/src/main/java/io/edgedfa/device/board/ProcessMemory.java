package io.edgedfa.device.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory of a process as the kernel counts it: Java heap, native buffers, code, all of it. */
public final class ProcessMemory {
    private final Path status;

    /**
     * Of this process.
     *
     * @param root of the file system, {@code /} but in tests
     */
    public ProcessMemory(Path root) {
        this(root, "self");
    }

    /** Of another process, by its number. */
    public ProcessMemory(Path root, long pid) {
        this(root, Long.toString(pid));
    }

    private ProcessMemory(Path root, String process) {
        this.status = root.resolve("proc").resolve(process).resolve("status");
    }

    /** Resident set size in bytes ({@code VmRSS} of proc(5)); absent where the kernel does not tell. */
    public OptionalLong residentBytes() {
        return bytes("VmRSS:");
    }

    /** The largest it has been so far ({@code VmHWM}); absent where the kernel does not tell. */
    public OptionalLong peakResidentBytes() {
        return bytes("VmHWM:");
    }

    private OptionalLong bytes(String name) {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(name)) {
                    String kibibytes = line.substring(name.length()).replace("kB", "").strip();
                    return OptionalLong.of(Long.parseLong(kibibytes) * 1024);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
