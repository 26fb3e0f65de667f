package io.edgedfa.host.fleet.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.fleet.EmbeddedBroker;
import io.edgedfa.host.fleet.Fleet;
import io.edgedfa.host.fleet.TestBoard;
import io.edgedfa.host.fleet.command.Commands;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.CommandLedger;
import io.edgedfa.host.store.ledger.CommandRecord;
import io.edgedfa.host.store.ledger.RolloutBoard;
import io.edgedfa.host.store.ledger.RolloutLedger;
import io.edgedfa.host.store.ledger.RolloutRecord;
import io.edgedfa.host.store.series.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Boards of a real broker, whose answers are the test's. */
class RolloutsTest {
    @TempDir
    Path folder;

    private final EmbeddedBroker broker = EmbeddedBroker.start(0);
    private final List<TestBoard> boards = new ArrayList<>();
    private Database database;
    private Store store;
    private Fleet fleet;
    private CommandLedger commandLedger;
    private Commands commands;
    private Rollouts rollouts;

    @BeforeEach
    void start() throws Exception {
        database = Database.open(folder.resolve("host.db").toString());
        store = Store.open(database, Retention.DEFAULT, Clock.systemUTC());
        fleet = Fleet.start(broker.uri(), "edgedfa", store, Clock.systemUTC());
        commandLedger = new CommandLedger(database, Clock.systemUTC());
        begin();
        await("the host to listen", fleet::brokerConnected); // these boards speak once
        for (String id : List.of("a", "b", "c", "d")) {
            TestBoard board = new TestBoard(broker.uri(), "edgedfa", id, "dfa").start();
            board.report(0.5, 1); // model mnist-mlp, version 3
            boards.add(board);
        }
        await("four boards with a model", () -> fleet.boards().stream().filter(board -> board.text("model/version") != null).count() == 4);
    }

    private void begin() {
        commands = Commands.start(fleet, commandLedger, Clock.systemUTC());
        rollouts = Rollouts.start(fleet, commands, new RolloutLedger(database), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        boards.forEach(TestBoard::close);
        rollouts.close();
        commands.close();
        fleet.close();
        store.close();
        database.close();
        broker.close();
    }

    private static void await(String what, Callable<Boolean> reached) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!reached.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited 30 s for " + what);
            }
            Thread.sleep(20);
        }
    }

    private static RolloutOrder order(long version, int canaryPercent) {
        return new RolloutOrder("mnist-mlp", version, "edgedfa", canaryPercent, 20, RolloutOrder.DEFAULT_EXPIRY, "ann");
    }

    private List<RolloutBoard> asked(RolloutRecord rollout) {
        return rollouts.boards(rollout.id()).stream().filter(board -> !board.command().isEmpty()).toList();
    }

    private void answer(RolloutBoard board, String state) {
        database.write(connection -> {
            commandLedger.apply(connection, new CommandAnswer(board.board(), board.command(), state, "as the test says", 0));
            return null;
        });
    }

    @Test
    void shouldAskTheRestOnceTheCanaryHasTakenIt() throws Exception {
        RolloutRecord rollout = rollouts.begin(order(4, 10));
        await("the canary", () -> asked(rollout).size() == 1);
        CommandRecord command = commands.find(asked(rollout).get(0).command()).orElseThrow();
        assertEquals("model mnist-mlp/4 ann", command.name() + " " + command.argument() + " " + command.sender());
        answer(asked(rollout).get(0), CommandRecord.DONE);
        await("the rest", () -> asked(rollout).size() == 4);
        asked(rollout).stream().filter(board -> !board.canary()).forEach(board -> answer(board, CommandRecord.DONE));
        await("the end", () -> rollouts.find(rollout.id()).orElseThrow().state().equals(RolloutRecord.FINISHED));
        assertEquals("4 of 4 boards took it", rollouts.find(rollout.id()).orElseThrow().reason());
        assertEquals(4, commands.count(null), "each board is asked once");
    }

    @Test
    void shouldAskNobodyElseWhenTheCanaryRefuses() throws Exception {
        RolloutRecord rollout = rollouts.begin(order(4, 10));
        await("the canary", () -> asked(rollout).size() == 1);
        answer(asked(rollout).get(0), CommandRecord.REFUSED);
        await("the halt", () -> rollouts.find(rollout.id()).orElseThrow().state().equals(RolloutRecord.HALTED));
        assertEquals(1, commands.count(null));
        assertFalse(rollouts.stop(rollout.id(), "bob"), "it is over already");
    }

    @Test
    void shouldGoOnAfterARestartOfTheHost() throws Exception {
        RolloutRecord rollout = rollouts.begin(order(4, 10));
        await("the canary", () -> asked(rollout).size() == 1);
        rollouts.close();
        commands.close();
        answer(asked(rollout).get(0), CommandRecord.DONE);
        begin();
        await("the rest", () -> asked(rollout).size() == 4);
        assertEquals(4, commands.count(null));
    }

    @Test
    void shouldAskEachBoardOnceWhenTwoHostsSeeToIt() throws Exception {
        try (Rollouts other = Rollouts.start(fleet, commands, new RolloutLedger(database), Clock.systemUTC())) {
            RolloutRecord rollout = rollouts.begin(order(4, 100));
            await("all boards", () -> asked(rollout).size() == 4);
            assertEquals(4, other.boards(rollout.id()).size());
            Set<BoardId> once = commands.newest(null, 100, 0).stream().map(CommandRecord::board).collect(Collectors.toSet());
            assertEquals(4, once.size());
            assertEquals(4, commands.count(null));
        }
    }

    @Test
    void shouldAskNoMoreBoardsWhenStopped() throws Exception {
        RolloutRecord rollout = rollouts.begin(order(4, 10));
        await("the canary", () -> asked(rollout).size() == 1);
        assertTrue(rollouts.stop(rollout.id(), "bob"));
        answer(asked(rollout).get(0), CommandRecord.DONE);
        assertEquals("by bob", rollouts.find(rollout.id()).orElseThrow().reason());
        rollouts.close(); // after this nobody asks, so what is asked now is all
        assertEquals(1, commands.count(null));
    }

    @Test
    void shouldRefuseWhenNoBoardHasTheModelInALowerVersion() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> rollouts.begin(order(3, 10)));
        assertEquals("no board of group edgedfa is known that has model mnist-mlp in a version below 3", refusal.getMessage());
    }

    @ParameterizedTest
    @MethodSource("io.edgedfa.host.store.BothDatabases#databases")
    void shouldKeepRolloutsInBothDatabases(Database either) {
        RolloutLedger ledger = new RolloutLedger(either);
        BoardId one = new BoardId("g'", "<b>");
        for (String id : List.of("r1", "r2")) {
            ledger.add(new RolloutRecord(id, "m", 2, "g'", 10, 20, "ann", 1, 2, RolloutRecord.RUNNING, "", 1),
                    List.of(new RolloutBoard(one, true, "", RolloutBoard.WAITING, "")));
        }
        assertTrue(ledger.claim("r1", one, 1_000, 0));
        assertFalse(ledger.claim("r1", one, 1_001, 0), "somebody is about to");
        assertTrue(ledger.claim("r1", one, 70_000, 1_000), "who did not");
        ledger.asked("r1", one, "c1");
        assertFalse(ledger.claim("r1", one, 200_000, 100_000), "it has been asked");
        assertEquals(List.of(new RolloutBoard(one, true, "c1", CommandRecord.EXPIRED, "")), ledger.boards("r1"), "of a command no longer kept");
        assertTrue(ledger.end("r1", RolloutRecord.HALTED, "why", 5));
        assertFalse(ledger.end("r1", RolloutRecord.FINISHED, "", 6));
        assertEquals(List.of("r2"), ledger.running().stream().map(RolloutRecord::id).toList());
        assertEquals(List.of("r2", "r1"), ledger.newest(10, 0).stream().map(RolloutRecord::id).toList());
        assertEquals(2, ledger.count());
    }
}
