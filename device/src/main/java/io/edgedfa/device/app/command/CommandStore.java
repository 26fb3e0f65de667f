package io.edgedfa.device.app.command;

import io.edgedfa.device.store.Commands;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.StoreException;
import java.util.Optional;
import java.util.function.Function;

/** Where commands are kept, while it can be used. */
@FunctionalInterface
public interface CommandStore {
    /**
     * Reads or changes what is kept.
     *
     * @param change returns the answer that it put into the outbox, which is then sent, if it put one there
     * @return false if there is no store at present: then nothing was done
     * @throws StoreException if the store fails
     */
    boolean change(Function<Commands, Optional<Entry>> change);
}
