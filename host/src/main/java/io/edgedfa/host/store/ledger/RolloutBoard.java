package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.board.BoardId;

/**
 * A board of a rollout.
 *
 * @param canary  whether it is among the first
 * @param command id of the command that asked it; empty while it was not asked
 * @param state   the command's, see {@link CommandRecord}; {@link #WAITING} while it was not asked
 * @param reason  the command's
 */
public record RolloutBoard(BoardId board, boolean canary, String command, String state, String reason) {
    public static final String WAITING = "waiting";
}
