package io.edgedfa.device.agent;

import io.edgedfa.device.store.Entry;
import io.edgedfa.text.Printable;
import java.lang.System.Logger.Level;

/** What a listener throws ends here, with a line in the log: what it was told of has happened all the same. */
record ShieldedListener(StoreListener listener) implements StoreListener {
    private static final System.Logger LOG = System.getLogger(ShieldedListener.class.getName());

    @Override
    public void committed(long store, Entry entry) {
        try {
            listener.committed(store, entry);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "entry {0} is in the store, but telling so failed: {1}", Long.toString(entry.number()),
                    Printable.text(e.toString()));
        }
    }

    @Override
    public void unkept(Report report) {
        try {
            listener.unkept(report);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a report is not in the store, and telling so failed: {0}", Printable.text(e.toString()));
        }
    }
}
