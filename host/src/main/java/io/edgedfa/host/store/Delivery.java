package io.edgedfa.host.store;

import java.util.List;

/**
 * What one message brought, stored as a whole or not at all.
 *
 * @param board     the board as it is after the message
 * @param numbering null for a message without number
 */
public record Delivery(
        BoardRecord board, Numbering numbering, List<Reading> readings, List<BoardEvent> events, List<CommandAnswer> answers) {
    public Delivery {
        readings = List.copyOf(readings);
        events = List.copyOf(events);
        answers = List.copyOf(answers);
    }

    /** A message without number. */
    public static Delivery of(BoardRecord board, List<Reading> readings) {
        return new Delivery(board, null, readings, List.of(), List.of());
    }
}
