package io.edgedfa.device.agent;

import io.edgedfa.device.store.Outbox;
import java.util.OptionalLong;

/**
 * How it goes with the store.
 *
 * @param trouble       what is wrong with it; empty when nothing is
 * @param bytes         of its files, as of the last write; empty before that
 * @param outbox        how full the outbox was after the last write
 * @param savedMs       when the last checkpoint was written, milliseconds since 1970 UTC; 0 for none by this process
 * @param lostEvents    events that were dropped because the store was away for too long
 * @param unkeptReports reports that were not stored because it was away or too slow
 */
public record StoreStatus(String trouble, OptionalLong bytes, Outbox.Size outbox, long savedMs, long lostEvents, long unkeptReports) {

    /** What was lost so far, for people; empty for nothing. */
    String losses() {
        return (lostEvents == 0 ? "" : "; events lost so far: " + lostEvents)
                + (unkeptReports == 0 ? "" : "; reports not stored so far: " + unkeptReports);
    }
}
