package io.edgedfa.host.store;

/**
 * A board's answer to a command.
 *
 * @param id     of the command
 * @param state  {@code accepted}, {@code done}, {@code refused} or {@code expired}
 * @param reason for people; may be empty
 * @param timeMs milliseconds since 1970 UTC by the board's clock
 */
public record CommandAnswer(BoardId board, String id, String state, String reason, long timeMs) {}
