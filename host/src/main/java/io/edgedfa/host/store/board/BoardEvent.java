package io.edgedfa.host.store.board;

/**
 * Something that happened to a board, or to the host's own connection.
 *
 * @param board  null for events of the host itself
 * @param source who says so
 * @param kind   one of the host's kinds below, or a kind of the board's own such as {@code rollback}
 * @param timeMs milliseconds since 1970 UTC, by the clock of the source
 * @param detail short text for people; may be empty
 */
public record BoardEvent(BoardId board, Source source, String kind, long timeMs, String detail) {
    public static final String BIRTH = "birth";
    public static final String REBIRTH = "rebirth";
    public static final String DEATH = "death";
    public static final String STALE = "stale";
    public static final String BROKER_CONNECTED = "broker-connected";
    public static final String BROKER_LOST = "broker-lost";

    /** Who noticed. */
    public enum Source {
        HOST,
        BOARD
    }

    /** @throws IllegalArgumentException if the kind is empty, or a board says something about no board */
    public BoardEvent {
        if (kind.isEmpty() || board == null && source == Source.BOARD) {
            throw new IllegalArgumentException("event of " + board + " has kind '" + kind + "'; allowed is a word, and only the"
                    + " host may leave out the board");
        }
    }

    /** Noticed by the host. */
    public static BoardEvent ofHost(BoardId board, String kind, long timeMs, String detail) {
        return new BoardEvent(board, Source.HOST, kind, timeMs, detail);
    }

    /** Said by the board. */
    public static BoardEvent ofBoard(BoardId board, String kind, long timeMs, String detail) {
        return new BoardEvent(board, Source.BOARD, kind, timeMs, detail);
    }
}
