package io.edgedfa.device.board;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process that locks its memory and prints how much is locked before, after, and once it has more: KiB. */
final class MemoryLocker {
    static final int FUTURE_BYTES = 16 << 20;

    private MemoryLocker() {}

    public static void main(String[] args) throws IOException {
        long before = lockedKib();
        Optional<String> refusal = Natives.load().lockMemory();
        if (refusal.isPresent()) {
            System.out.println("refused: " + refusal.get());
            return;
        }
        long present = lockedKib();
        ByteBuffer future = ByteBuffer.allocateDirect(FUTURE_BYTES);
        System.out.println(before + " " + present + " " + lockedKib() + (future.isDirect() ? "" : " not direct"));
    }

    private static long lockedKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmLck:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmLck");
    }
}
