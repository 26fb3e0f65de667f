package io.edgedfa.host.store;

import java.util.List;

/** Hears what is committed. */
@FunctionalInterface
public interface CommitListener {
    /**
     * A transaction was committed. Called on the store's writing thread, which does nothing else meanwhile.
     *
     * @param outcomes of its numbered deliveries, in the order they were put; not empty
     */
    void committed(List<Outcome> outcomes);
}
