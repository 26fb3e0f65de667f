package io.edgedfa.host.store.delivery;

import io.edgedfa.host.store.board.CommandAnswer;
import java.sql.Connection;
import java.sql.SQLException;

/** Takes the answers that boards deliver, within the transaction that stores the rest of their message. */
@FunctionalInterface
public interface AnswerLedger {
    /** Must not commit, and must not refuse an answer it does not expect: the whole message would be refused with it. */
    void apply(Connection connection, CommandAnswer answer) throws SQLException;
}
