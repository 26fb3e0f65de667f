package io.edgedfa.host.fleet.command;

/** A command that was not taken; the message is one line for who gave it. */
public final class CommandRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Cause {
        /** No board is known that it could go to. */
        NO_BOARD,
        /** Too many wait already. */
        TOO_MANY
    }

    private final Cause why;

    CommandRefusedException(Cause why, String message) {
        super(message);
        this.why = why;
    }

    public Cause why() {
        return why;
    }
}
