package io.edgedfa.host.store;

/**
 * Something that happened to a board, or to the host's own connection.
 *
 * @param board  null for events of the host itself
 * @param timeMs milliseconds since 1970 UTC by the host's clock
 * @param detail short text for people; may be empty
 */
public record BoardEvent(BoardId board, Kind kind, long timeMs, String detail) {
    /** What happened. Stored by name: do not rename. */
    public enum Kind {
        BIRTH,
        REBIRTH,
        DEATH,
        STALE,
        BROKER_CONNECTED,
        BROKER_LOST
    }
}
