package io.edgedfa.host.store.board;

/**
 * What a board says about a command. All of it is the board's word, not the host's.
 *
 * @param id     of the command
 * @param state  {@code accepted}, {@code done}, {@code refused} or {@code expired}
 * @param reason short text for people; may be empty
 * @param timeMs milliseconds since 1970 UTC
 */
public record CommandAnswer(BoardId board, String id, String state, String reason, long timeMs) {}
