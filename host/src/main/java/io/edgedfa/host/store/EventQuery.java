package io.edgedfa.host.store;

import io.edgedfa.host.store.board.BoardId;

/**
 * Which events, newest first.
 *
 * @param board    null for all
 * @param kind     null for all
 * @param beforeId only events with smaller ids; {@link Long#MAX_VALUE} for the newest
 * @param limit    most events, 1 to {@value #MOST}
 */
public record EventQuery(BoardId board, String kind, long beforeId, int limit) {
    public static final int MOST = 1_000;

    /** @throws IllegalArgumentException if the limit is out of its range */
    public EventQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed are 1 to " + MOST);
        }
    }

    /** The newest of all. */
    public static EventQuery newest(int limit) {
        return new EventQuery(null, null, Long.MAX_VALUE, limit);
    }
}
