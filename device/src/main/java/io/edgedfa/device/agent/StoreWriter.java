package io.edgedfa.device.agent;

import io.edgedfa.device.agent.StoreQueue.WaitingEvent;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.StoreException;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Puts one thing at a time into an open store, and tells when it is on disk. What is wrong with the thing itself is an answer;
 * what is wrong with the store is a {@link StoreException}. Not thread-safe.
 */
final class StoreWriter {
    private static final System.Logger LOG = System.getLogger(StoreWriter.class.getName());

    private final StoreListener listener;
    private final ReportEntries entries = new ReportEntries();

    StoreWriter(StoreListener listener) {
        this.listener = listener;
    }

    /** What follows goes to a store that was just opened. */
    void begin() {
        entries.forget();
    }

    void write(WaitingEvent event, BoardStore open) {
        Entry entry = open.events().add(event.kind(), event.text());
        listener.committed(open.outbox().store(), entry);
    }

    /** Returns whether it is in the outbox. */
    boolean write(Report report, BoardStore open) {
        List<Entry> written;
        try {
            written = open.outbox().add(entries.of(report));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) { // a metric that cannot be encoded; the edge node says which
            return false;
        }
        entries.kept(report);
        written.forEach(entry -> listener.committed(open.outbox().store(), entry));
        return true;
    }

    /** Returns whether it is the current checkpoint now. */
    boolean write(Snapshot taken, BoardStore open) {
        try {
            open.checkpoints().save(taken.facts(), taken.tensors(), taken.memory(), taken.good());
            return true;
        } catch (IllegalArgumentException e) { // of this one alone, not of the store
            LOG.log(Level.ERROR, "a checkpoint is refused: {0}", e.getMessage());
            return false;
        }
    }
}
