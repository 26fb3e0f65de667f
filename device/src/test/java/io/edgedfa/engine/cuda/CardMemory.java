package io.edgedfa.engine.cuda;

/** How much memory the real card has free, for tests that look for leaks. */
public final class CardMemory {
    private CardMemory() {}

    /** In bytes. */
    public static long freeBytes() {
        try (NvidiaCard card = new NvidiaCard(false)) {
            return card.freeBytes();
        }
    }
}
