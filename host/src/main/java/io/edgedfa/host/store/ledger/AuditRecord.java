package io.edgedfa.host.store.ledger;

/**
 * One entry of the audit trail.
 *
 * @param id     rises with every entry
 * @param timeMs milliseconds since 1970 UTC
 * @param who    a principal's name
 * @param detail at most {@link #MOST_DETAIL} characters; whatever was said, as data
 */
public record AuditRecord(long id, long timeMs, String who, String action, String detail) {
    public static final int MOST_DETAIL = 1_000;

    public AuditRecord {
        detail = detail == null ? "" : detail.replace("\0", "?"); // PostgreSQL's text cannot hold it
        detail = detail.length() > MOST_DETAIL ? detail.substring(0, MOST_DETAIL) : detail;
    }
}
