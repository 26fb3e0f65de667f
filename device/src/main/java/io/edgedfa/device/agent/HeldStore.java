package io.edgedfa.device.agent;

import io.edgedfa.device.store.BoardStore;
import java.util.Optional;
import java.util.function.Supplier;

/** The store of a board from one opening to the next, and to the end, which may come while it is being opened. Thread-safe. */
final class HeldStore {
    private final Supplier<BoardStore> opens;
    private BoardStore store;
    private boolean renewed;
    private boolean closed;

    /** @param opens throws {@link io.edgedfa.device.store.StoreException} when it cannot be opened */
    HeldStore(Supplier<BoardStore> opens) {
        this.opens = opens;
    }

    /** Closes what is open, and opens anew. @return empty after the end */
    Optional<BoardStore> open() {
        take(false).ifPresent(BoardStore::close);
        if (closed()) {
            return Optional.empty();
        }
        BoardStore opened = opens.get();
        if (!put(opened)) {
            opened.close();
            return Optional.empty();
        }
        return Optional.of(opened);
    }

    /** What was opened last, whether or not it works. */
    synchronized Optional<BoardStore> get() {
        return Optional.ofNullable(store);
    }

    private synchronized boolean put(BoardStore opened) {
        if (!closed) {
            store = opened;
            renewed |= opened.setAside().isPresent();
        }
        return !closed;
    }

    private synchronized Optional<BoardStore> take(boolean forGood) {
        Optional<BoardStore> taken = get();
        store = null;
        closed |= forGood;
        return taken;
    }

    /** Whether the store was made anew since the last call, so that nothing of what was saved before is in it. */
    synchronized boolean takeRenewed() {
        boolean was = renewed;
        renewed = false;
        return was;
    }

    /** For good. Waits for what is being written, not for an opening: what that opens is closed at once. */
    void close() {
        take(true).ifPresent(BoardStore::close);
    }

    synchronized boolean closed() {
        return closed;
    }
}
