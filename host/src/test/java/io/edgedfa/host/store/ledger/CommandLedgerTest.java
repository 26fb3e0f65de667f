package io.edgedfa.host.store.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.database.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLedgerTest {
    private static final String BOTH = "io.edgedfa.host.store.BothDatabases#databases";
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC);
    private static final BoardId BOARD = new BoardId("edgedfa", "board-1");
    private static final BoardId OTHER = new BoardId("edgedfa", "board-2");

    private static CommandRecord command(String id, BoardId board) {
        return new CommandRecord(id, board, "learning-rate", "0.01", "ann", 1_000, 2_000, CommandRecord.OPEN, "", 1_000);
    }

    private static void answer(Database database, CommandLedger ledger, BoardId board, String id, String state, String reason) {
        database.write(connection -> {
            ledger.apply(connection, new CommandAnswer(board, id, state, reason, 1_234));
            return null;
        });
    }

    private static String state(CommandLedger ledger, String id) {
        CommandRecord found = ledger.find(id).orElseThrow();
        return found.state() + ": " + found.reason();
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldKeepCommandsInTheOrderTheyWereGiven(Database database) {
        CommandLedger ledger = new CommandLedger(database, CLOCK);
        assertEquals(Optional.empty(), ledger.add(List.of(command("b", BOARD), command("a", OTHER))));
        assertEquals(Optional.empty(), ledger.add(List.of(command("c", BOARD))));
        assertEquals(List.of("b", "a", "c"), ledger.inState(CommandRecord.OPEN).stream().map(CommandRecord::id).toList());
        assertEquals(List.of("c", "b"), ledger.newest(BOARD, 10, 0).stream().map(CommandRecord::id).toList());
        assertEquals(List.of("a"), ledger.newest(null, 1, 1).stream().map(CommandRecord::id).toList());
        assertEquals(2, ledger.count(BOARD));
        assertEquals(command("a", OTHER), ledger.find("a").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldKeepTheLastWordWhenAnswersComeAgain(Database database) {
        CommandLedger ledger = new CommandLedger(database, CLOCK);
        ledger.add(List.of(command("a", BOARD)));
        answer(database, ledger, BOARD, "a", "accepted", "");
        assertEquals("accepted: ", state(ledger, "a"));
        answer(database, ledger, BOARD, "a", "done", "the rate is 0.01");
        answer(database, ledger, BOARD, "a", "accepted", "");
        answer(database, ledger, BOARD, "a", "refused", "x");
        assertEquals("done: the rate is 0.01", state(ledger, "a"));
        assertEquals(5_000, ledger.find("a").orElseThrow().changedMs());
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldIgnoreAnswersToWhatTheBoardWasNotTold(Database database) {
        CommandLedger ledger = new CommandLedger(database, CLOCK);
        ledger.add(List.of(command("a", BOARD)));
        answer(database, ledger, OTHER, "a", "done", "by another board");
        answer(database, ledger, BOARD, "nothing", "done", "");
        answer(database, ledger, BOARD, "a", "'; DROP TABLE command; --", "");
        assertEquals("open: ", state(ledger, "a"));
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldTakeALateLastWordForWhatHappenedWhenTheCommandWasGivenUp(Database database) {
        CommandLedger ledger = new CommandLedger(database, CLOCK);
        ledger.add(List.of(command("a", BOARD), command("b", BOARD)));
        answer(database, ledger, BOARD, "b", "accepted", "");
        assertEquals(0, ledger.expire(1_999));
        assertEquals(2, ledger.expire(2_000));
        assertEquals("expired: the board did not answer in time", state(ledger, "a"));
        assertEquals("expired: the board accepted it and was not heard of again in time", state(ledger, "b"));
        answer(database, ledger, BOARD, "a", "accepted", "");
        assertEquals("expired: the board did not answer in time", state(ledger, "a"));
        answer(database, ledger, BOARD, "b", "done", "late");
        assertEquals("done: late", state(ledger, "b"));
        assertEquals(0, ledger.expire(9_000));
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldAddNoneWhenABoardHasTooManyOpen(Database database) {
        CommandLedger ledger = new CommandLedger(database, CLOCK);
        ledger.add(IntStream.range(0, CommandLedger.MOST_OPEN_OF_BOARD).mapToObj(i -> command("a" + i, BOARD)).toList());
        String refusal = ledger.add(List.of(command("b", OTHER), command("c", BOARD))).orElseThrow();
        assertEquals("100 commands wait for edgedfa/board-1, no more are allowed", refusal);
        assertTrue(ledger.find("b").isEmpty());
        answer(database, ledger, BOARD, "a0", "accepted", "");
        assertEquals(Optional.empty(), ledger.add(List.of(command("b", OTHER), command("c", BOARD))));
    }
}
