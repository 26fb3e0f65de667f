package io.edgedfa.host.store;

/**
 * What became of a numbered delivery, known once it is committed.
 *
 * @param acknowledged everything up to this number of the board's store is committed
 */
public record Outcome(BoardId board, Numbering numbering, Result result, long acknowledged) {}
