package io.edgedfa.host.store.delivery;

/** What became of a numbered delivery. */
public enum Result {
    /** Committed, and everything before it. */
    STORED,
    /** Committed before; nothing has changed. */
    DUPLICATE,
    /** Something before it is missing; nothing has changed. */
    GAP
}
