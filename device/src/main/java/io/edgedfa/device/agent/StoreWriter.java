package io.edgedfa.device.agent;

import io.edgedfa.device.agent.StoreQueue.WaitingEvent;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Entry;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.text.Printable;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * Puts one thing at a time into an open store. What is wrong with the thing itself is an answer; what is wrong with the store is a
 * {@link StoreException}, and then nothing was put. Not thread-safe.
 */
final class StoreWriter {
    private static final System.Logger LOG = System.getLogger(StoreWriter.class.getName());

    private final ReportEntries entries = new ReportEntries();

    /** What follows goes to a store that was just opened. */
    void begin() {
        entries.forget();
    }

    /** Returns it as it is in the outbox; empty if it is refused, which is a fault of the program. */
    Optional<Entry> write(WaitingEvent event, BoardStore open) {
        try {
            return Optional.of(open.events().add(event.kind(), event.text()));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an event is refused: {0}", Printable.text(e.toString()));
            return Optional.empty();
        }
    }

    /** Returns what of it is in the outbox now; empty if it is refused. */
    Optional<List<Entry>> write(Report report, BoardStore open) {
        List<Entry> written;
        try {
            written = open.outbox().add(entries.of(report));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) { // a metric that cannot be encoded; the edge node says which
            return Optional.empty();
        }
        entries.kept(report);
        return Optional.of(written);
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
