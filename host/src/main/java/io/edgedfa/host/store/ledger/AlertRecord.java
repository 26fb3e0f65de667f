package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.board.BoardId;

/**
 * An alert. Times in milliseconds since 1970 UTC by the host's clock.
 *
 * @param id      0 before it is stored
 * @param rule    name of the rule that opened it
 * @param untilMs null while it is open
 * @param detail  for people; may hold what a board said
 */
public record AlertRecord(long id, BoardId board, String rule, long sinceMs, Long untilMs, String detail) {
    /** One that has just been opened. */
    public static AlertRecord opened(BoardId board, String rule, long sinceMs, String detail) {
        return new AlertRecord(0, board, rule, sinceMs, null, detail);
    }
}
