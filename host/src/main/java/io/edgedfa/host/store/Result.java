package io.edgedfa.host.store;

/** What became of a numbered delivery. */
public enum Result {
    STORED,
    /** Was stored before; nothing changed. */
    DUPLICATE,
    /** Something before it is missing; nothing changed. */
    GAP
}
