package io.edgedfa.host.fleet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.EmbeddedBroker;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.TestBoard;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.CommandLedger;
import io.edgedfa.host.store.ledger.CommandRecord;
import io.edgedfa.host.store.series.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through a real broker; the answers are the test's. */
class CommandsTest {
    private static final BoardId ONE = new BoardId("edgedfa", "one");
    private static final long AGAIN_MS = 300;

    @TempDir
    Path folder;

    private final EmbeddedBroker broker = EmbeddedBroker.start(0);
    private Database database;
    private Store store;
    private Fleet fleet;
    private CommandLedger ledger;
    private Commands commands;
    private CommandEar ear;
    private TestBoard board;

    @BeforeEach
    void start() throws Exception {
        database = Database.open(folder.resolve("host.db").toString());
        store = Store.open(database, Retention.DEFAULT, Clock.systemUTC());
        fleet = Fleet.start(broker.uri(), "edgedfa", store, Clock.systemUTC());
        ledger = new CommandLedger(database, Clock.systemUTC());
        commands = Commands.start(fleet, ledger, Clock.systemUTC(), AGAIN_MS, 100);
        ear = new CommandEar(broker.uri());
        await("the host to listen", fleet::brokerConnected); // the board speaks once
        board = new TestBoard(broker.uri(), "edgedfa", "one", "dfa").start();
        await("the board", () -> fleet.boards().stream().anyMatch(view -> view.id().equals(ONE) && view.online()));
    }

    @AfterEach
    void stop() throws Exception {
        board.close();
        ear.close();
        commands.close();
        fleet.close();
        store.close();
        database.close();
        broker.close();
    }

    private static void await(String what, Callable<Boolean> reached) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!reached.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited 20 s for " + what);
            }
            Thread.sleep(20);
        }
    }

    private static CommandOrder order(String name, String argument) {
        return new CommandOrder(name, argument, Duration.ofMinutes(5), "ann");
    }

    private void answer(String id, String state) {
        database.write(connection -> {
            ledger.apply(connection, new CommandAnswer(ONE, id, state, "", 0));
            return null;
        });
    }

    @Test
    void shouldSendAllThatTheBoardMustKnowAgainAndAgainUntilItAnswers() throws Exception {
        CommandRecord given = commands.give(Target.of(ONE), order("learning-rate", "0.01")).get(0);
        await("the command three times", () -> ear.count(given.id()) >= 3);
        assertEquals(Map.of("topic", "spBv1.0/edgedfa/NCMD/one", BoardMetrics.COMMAND_ID, given.id(), BoardMetrics.COMMAND_NAME, "learning-rate",
                BoardMetrics.COMMAND_ARGUMENT, "0.01", BoardMetrics.COMMAND_EXPIRES_MILLIS, given.expiresMs()), ear.heard().get(0));
        answer(given.id(), "accepted");
        CommandRecord next = commands.give(Target.of(ONE), order("pause", "")).get(0);
        await("the next one", () -> ear.count(next.id()) >= 1);
        long sent = ear.count(given.id());
        await("the next one again", () -> ear.count(next.id()) >= 3);
        assertEquals(sent, ear.count(given.id()), "an answered command was sent again");
    }

    @Test
    void shouldHoldTheNextCommandBackUntilTheOneBeforeIsAnswered() throws Exception {
        CommandRecord first = commands.give(Target.of(ONE), order("pause", "")).get(0);
        CommandRecord second = commands.give(Target.of(ONE), order("resume", "")).get(0);
        await("the first one", () -> ear.count(first.id()) >= 3);
        assertEquals(0, ear.count(second.id()));
        answer(first.id(), "done");
        await("the second one", () -> ear.count(second.id()) >= 1);
    }

    @Test
    void shouldGoOnWithOpenCommandsWhenTheHostIsStartedAgain() throws Exception {
        CommandRecord given = commands.give(Target.ALL, order("pause", "")).get(0);
        await("the command", () -> ear.count(given.id()) >= 1);
        commands.close();
        long before = ear.count(given.id());
        commands = Commands.start(fleet, new CommandLedger(database, Clock.systemUTC()), Clock.systemUTC(), AGAIN_MS, 100);
        await("the command again", () -> ear.count(given.id()) > before);
    }

    @Test
    void shouldGiveUpWhenTheTimeIsOver() throws Exception {
        CommandRecord given = commands.give(Target.ofGroup("edgedfa"), new CommandOrder("pause", "", Duration.ofSeconds(1), "")).get(0);
        await("the end", () -> commands.find(given.id()).orElseThrow().state().equals(CommandRecord.EXPIRED));
        assertTrue(ear.count(given.id()) >= 1);
        CommandRecord next = commands.give(Target.of(ONE), order("resume", "")).get(0);
        await("the next one", () -> ear.count(next.id()) >= 1);
    }

    @Test
    void shouldSendNothingToADeadBoardAndAllOnceItIsBorn() throws Exception {
        board.close();
        await("its end", () -> fleet.boards().stream().noneMatch(view -> view.online()));
        CommandRecord given = commands.give(Target.of(ONE), order("pause", "")).get(0);
        Thread.sleep(3 * AGAIN_MS);
        assertEquals(0, ear.count(given.id()));
        board = new TestBoard(broker.uri(), "edgedfa", "one", "dfa").start();
        await("the command", () -> ear.count(given.id()) >= 1);
    }

    @Test
    void shouldRefuseWhenNoBoardIsThereOrTooManyWait() {
        CommandRefusedException nobody = assertThrows(CommandRefusedException.class,
                () -> commands.give(Target.of(new BoardId("edgedfa", "nobody")), order("pause", "")));
        assertEquals("no board is known: board edgedfa/nobody", nobody.getMessage());
        assertEquals(CommandRefusedException.Cause.NO_BOARD, nobody.why());
        for (int i = 0; i < CommandLedger.MOST_OPEN_OF_BOARD; i++) {
            ledger.add(List.of(new CommandRecord("x" + i, ONE, "pause", "", "", 0, Long.MAX_VALUE, CommandRecord.OPEN, "", 0)));
        }
        CommandRefusedException full = assertThrows(CommandRefusedException.class, () -> commands.give(Target.ALL, order("pause", "")));
        assertEquals(CommandRefusedException.Cause.TOO_MANY, full.why());
    }
}
