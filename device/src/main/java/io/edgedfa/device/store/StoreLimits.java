package io.edgedfa.device.store;

/**
 * How much the store keeps.
 *
 * <p>On the disk that is {@code maxBytes} for the file itself, plus its write-ahead log: at most 8 MiB between two saves, one
 * checkpoint more during a save, and {@code 2 * maxBytes} if another process keeps reading without end (then writing is
 * refused). The file never shrinks; what was deleted in it is used again. Up to two corrupt predecessors of the same size lie
 * beside it. The file must hold two checkpoints (current and last good), the replay memory, and events of about 3 KiB each.
 *
 * @param maxBytes  size of the file, 256 KiB to 1 TiB; a file that is larger already is not made smaller
 * @param maxEvents events kept, 1 to 1,000,000; the oldest go first
 * @param maxOutbox events kept for the host until acknowledged, 1 to 1,000,000; the oldest go first and are counted
 */
public record StoreLimits(long maxBytes, int maxEvents, int maxOutbox) {
    private static final long LEAST_BYTES = 256 << 10;
    private static final long MOST_BYTES = 1L << 40;
    private static final int MOST_EVENTS = 1_000_000;

    /** @throws IllegalArgumentException if a limit is out of its range */
    public StoreLimits {
        if (maxBytes < LEAST_BYTES || maxBytes > MOST_BYTES) {
            throw new IllegalArgumentException("maxBytes = " + maxBytes + ", allowed: " + LEAST_BYTES + " to " + MOST_BYTES);
        }
        checkEvents("maxEvents", maxEvents);
        checkEvents("maxOutbox", maxOutbox);
    }

    /** 256 MiB, 4000 events, 4000 in the outbox. */
    public static StoreLimits defaults() {
        return new StoreLimits(256 << 20, 4_000, 4_000);
    }

    private static void checkEvents(String name, int value) {
        if (value < 1 || value > MOST_EVENTS) {
            throw new IllegalArgumentException(name + " = " + value + ", allowed: 1 to " + MOST_EVENTS);
        }
    }
}
