package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.board.BoardId;

/**
 * A command to one board, as far as it has come.
 *
 * @param id        unique
 * @param argument  empty for none
 * @param sender    who gave it; empty if nobody had to say
 * @param createdMs milliseconds since 1970 UTC by the host's clock, as the other times
 * @param expiresMs the board must not begin it later
 * @param state     {@link #OPEN}, or the board's answer, or {@link #EXPIRED} by the host
 * @param reason    for people; empty until there is one
 * @param changedMs when the state was learned
 */
public record CommandRecord(String id, BoardId board, String name, String argument, String sender, long createdMs, long expiresMs,
        String state, String reason, long changedMs) {
    /** Not heard of by the board, as far as is known. */
    public static final String OPEN = "open";
    /** The board has it and works on it. */
    public static final String ACCEPTED = "accepted";
    public static final String DONE = "done";
    public static final String REFUSED = "refused";
    public static final String EXPIRED = "expired";

    /** Whether the board may still say something that changes what is to be done. */
    public boolean pending() {
        return state.equals(OPEN) || state.equals(ACCEPTED);
    }
}
