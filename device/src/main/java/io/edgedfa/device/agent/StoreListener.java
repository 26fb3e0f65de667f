package io.edgedfa.device.agent;

import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;

/** Told what became of what was handed over; must not block; what it throws goes no further than the log. */
public interface StoreListener {
    /**
     * An event, a report or an answer is on disk. On the keeper's thread or that of {@link StoreKeeper#commit}, in the order of the numbers.
     *
     * @param store the store that the entry's number belongs to
     */
    void committed(long store, Entry entry);

    /** A report is not, and will not be: the store is away, or too slow. On any thread. */
    void unkept(Report report);

    /** What is to be done with a store that was opened. */
    @FunctionalInterface
    interface Opening {
        /**
         * Called by the keeper's constructor, and later by its thread.
         *
         * @throws RuntimeException if the store does not work after all: it is opened anew, after a pause
         */
        void opened(BoardStore store, StoreKeeper keeper);
    }
}
