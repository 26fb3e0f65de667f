package io.edgedfa.host.store.delivery;

import io.edgedfa.host.store.board.BoardId;

/**
 * What became of a numbered delivery.
 *
 * @param acknowledged everything of the board's store up to this number is committed
 */
public record Outcome(BoardId board, Numbering numbering, Result result, long acknowledged) {}
