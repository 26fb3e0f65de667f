package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.MalformedPayloadException;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.delivery.Numbering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a message holds besides readings: its number, an event, the answer to a command. Each metric counts once, the last one. */
final class OutboxEntry {
    static final int MAX_KIND_LENGTH = 64;
    static final int MAX_EVENT_LENGTH = 2_048;
    static final int MAX_ID_LENGTH = 64;
    private static final Set<String> NAMES = Set.of(BoardMetrics.OUTBOX_NUMBER, BoardMetrics.OUTBOX_PREVIOUS,
            BoardMetrics.EVENT_KIND, BoardMetrics.EVENT_TEXT, BoardMetrics.COMMAND_ID, BoardMetrics.COMMAND_STATE,
            BoardMetrics.COMMAND_REASON);

    private final Map<String, Object> parts = new HashMap<>(4);
    private long timeMs;

    /** Whether a metric of this name belongs in here. */
    static boolean takes(String name) {
        return NAMES.contains(name);
    }

    /** @param timeMs of the entry, milliseconds since 1970 UTC */
    void put(String name, Object value, long timeMs) {
        parts.put(name, value);
        this.timeMs = timeMs;
    }

    /**
     * @param storeId that the board's birth certificate names
     * @return null for a message without number
     * @throws MalformedPayloadException if it has one that cannot be
     */
    Numbering numbering(long storeId) {
        Object number = parts.get(BoardMetrics.OUTBOX_NUMBER);
        Object previous = parts.get(BoardMetrics.OUTBOX_PREVIOUS);
        if (number == null && previous == null) {
            return null;
        }
        if (number instanceof Long n && previous instanceof Long p && p >= 0 && p < n) {
            return new Numbering(storeId, n, p);
        }
        throw new MalformedPayloadException(BoardMetrics.OUTBOX_NUMBER + " is " + number + " and " + BoardMetrics.OUTBOX_PREVIOUS
                + " " + previous + "; allowed are a number of 1 or more and a smaller one of 0 or more");
    }

    /** The event, if there is one. */
    List<BoardEvent> events(BoardId board) {
        String kind = line(BoardMetrics.EVENT_KIND, MAX_KIND_LENGTH);
        return kind.isEmpty() ? List.of()
                : List.of(BoardEvent.ofBoard(board, kind, timeMs, line(BoardMetrics.EVENT_TEXT, MAX_EVENT_LENGTH)));
    }

    /** The answer to a command, if there is one. */
    List<CommandAnswer> answers(BoardId board) {
        String id = line(BoardMetrics.COMMAND_ID, MAX_ID_LENGTH);
        String state = line(BoardMetrics.COMMAND_STATE, MAX_KIND_LENGTH);
        return id.isEmpty() || state.isEmpty() ? List.of()
                : List.of(new CommandAnswer(board, id, state, line(BoardMetrics.COMMAND_REASON, MAX_EVENT_LENGTH), timeMs));
    }

    /** A text of the board's as one line; empty where there is none. */
    private String line(String name, int maxLength) {
        String text = parts.get(name) instanceof String said ? said : "";
        StringBuilder line = new StringBuilder(text.length() > maxLength ? text.substring(0, maxLength) : text);
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }
}
