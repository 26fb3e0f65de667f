package io.edgedfa.host.store.delivery;

import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.board.Reading;
import java.util.List;

/**
 * What one message of a board brings to the store: all of it is committed, or nothing.
 *
 * @param board     the board as it is after the message
 * @param numbering decides whether it is stored at all; null for a message without, which always is
 * @param readings  the numbers it brought
 * @param events    what happened
 * @param answers   to commands
 */
public record Delivery(BoardRecord board, Numbering numbering, List<Reading> readings, List<BoardEvent> events,
        List<CommandAnswer> answers) {
    public Delivery {
        readings = List.copyOf(readings);
        events = List.copyOf(events);
        answers = List.copyOf(answers);
    }
}
