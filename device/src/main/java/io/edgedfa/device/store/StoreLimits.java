package io.edgedfa.device.store;

import java.time.Duration;

/**
 * How much the store keeps.
 *
 * <p>On the disk that is {@code maxBytes} for the file itself, plus its write-ahead log: at most 8 MiB between two saves, one
 * checkpoint more during a save, and {@code 2 * maxBytes} if another process keeps reading without end (then writing is
 * refused). The file never shrinks; what was deleted in it is used again. Up to two corrupt predecessors of the same size lie
 * beside it. The file must hold two checkpoints (current and last good), the replay memory, events of about 3 KiB each, and the outbox.
 *
 * @param maxBytes       size of the file, 256 KiB to 1 TiB; a file that is larger already is not made smaller
 * @param maxEvents      events kept, 1 to 1,000,000; the oldest go first
 * @param maxOutbox      events and answers kept for the host until acknowledged, 1 to 1,000,000; the oldest go first and are counted
 * @param maxOutboxBytes bytes of all that is kept for the host, 16 KiB to half of maxBytes; the oldest reports go first and are counted
 * @param maxOutboxAgeMs milliseconds that a report is kept for the host, by the board's clock, 1 minute to 10 years
 */
public record StoreLimits(long maxBytes, int maxEvents, int maxOutbox, long maxOutboxBytes, long maxOutboxAgeMs) {
    private static final long LEAST_BYTES = 256 << 10;
    private static final long MOST_BYTES = 1L << 40;
    private static final int MOST_EVENTS = 1_000_000;
    private static final long LEAST_OUTBOX_BYTES = 16 << 10;
    private static final long LEAST_AGE_MS = Duration.ofMinutes(1).toMillis();
    private static final long MOST_AGE_MS = Duration.ofDays(3_650).toMillis();

    /** @throws IllegalArgumentException if a limit is out of its range */
    public StoreLimits {
        check("maxBytes", maxBytes, LEAST_BYTES, MOST_BYTES);
        check("maxEvents", maxEvents, 1, MOST_EVENTS);
        check("maxOutbox", maxOutbox, 1, MOST_EVENTS);
        check("maxOutboxBytes", maxOutboxBytes, LEAST_OUTBOX_BYTES, maxBytes / 2);
        check("maxOutboxAgeMs", maxOutboxAgeMs, LEAST_AGE_MS, MOST_AGE_MS);
    }

    /** With {@link #outboxBytes} for the host, for 30 days. */
    public StoreLimits(long maxBytes, int maxEvents, int maxOutbox) {
        this(maxBytes, maxEvents, maxOutbox, outboxBytes(maxBytes), Duration.ofDays(30).toMillis());
    }

    /** 256 MiB, 4000 events, 4000 in the outbox. */
    public static StoreLimits defaults() {
        return new StoreLimits(256 << 20, 4_000, 4_000);
    }

    /** 64 MiB, or a quarter of a smaller file: the rest is for checkpoints. */
    public static long outboxBytes(long maxBytes) {
        return Math.min(64 << 20, maxBytes / 4);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " = " + value + ", allowed: " + least + " to " + most);
        }
    }
}
