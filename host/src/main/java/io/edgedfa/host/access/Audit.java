package io.edgedfa.host.access;

import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.AccessLedger;
import io.edgedfa.host.store.ledger.AuditRecord;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The trail of who did what, in the database. An entry is committed before {@link #record} returns, so that a deed for which
 * there is no entry was not done. Entries are never changed; beyond {@link AccessLedger#MOST_AUDITED} the oldest go.
 */
public final class Audit {
    private static final Pattern ACTION = Pattern.compile("[a-z0-9.-]{1,64}");

    private final AccessLedger ledger;
    private final Clock clock;

    public Audit(Database database, Clock clock) {
        this.ledger = new AccessLedger(database);
        this.clock = clock;
    }

    /**
     * Adds an entry.
     *
     * @param action 1 to 64 of a-z 0-9 . - like {@code token.add}
     * @param detail kept as data, cut after {@link AuditRecord#MOST_DETAIL} characters
     * @throws IllegalArgumentException if the action is not allowed
     */
    public void record(Principal principal, String action, String detail) {
        if (!ACTION.matcher(action).matches()) {
            throw new IllegalArgumentException("action is '" + action + "'; allowed are 1 to 64 of a-z 0-9 . -");
        }
        ledger.audit(clock.millis(), principal.name(), action, detail);
    }

    /**
     * The newest entries, newest first.
     *
     * @param beforeId only entries with a smaller number; {@link Long#MAX_VALUE} for all
     * @param limit    at least 1
     */
    public List<AuditRecord> list(long beforeId, int limit) {
        return ledger.audited(beforeId, limit);
    }
}
