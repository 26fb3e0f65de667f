package io.edgedfa.host.fleet;

import io.edgedfa.host.store.BoardEvent;
import io.edgedfa.host.store.BoardRecord;
import io.edgedfa.host.store.Reading;
import java.util.List;

/**
 * What a message asks the host to do.
 *
 * @param record     the board as it is now, to be stored; null if nothing is
 * @param readings   numbers to be stored
 * @param event      what happened; null if nothing worth a line
 * @param askRebirth whether to ask the board for a new birth certificate
 */
record Outcome(BoardRecord record, List<Reading> readings, BoardEvent event, boolean askRebirth) {
    static final Outcome NOTHING = new Outcome(null, List.of(), null, false);

    static Outcome ask(boolean rebirth) {
        return rebirth ? new Outcome(null, List.of(), null, true) : NOTHING;
    }
}
