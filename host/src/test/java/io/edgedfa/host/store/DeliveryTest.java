package io.edgedfa.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.board.Reading;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.delivery.Delivery;
import io.edgedfa.host.store.delivery.Numbering;
import io.edgedfa.host.store.delivery.Outcome;
import io.edgedfa.host.store.delivery.Result;
import io.edgedfa.host.store.series.Retention;
import io.edgedfa.host.store.writer.Limits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbered messages: stored exactly once, in order, or not at all. */
class DeliveryTest {
    private static final String DATABASES = "io.edgedfa.host.store.BothDatabases#databases";
    private static final BoardId BOARD = new BoardId("edgedfa", "bench-1");
    private static final long STORE = 77;

    private final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldTellStoredDuplicateAndGapWhenNumbersComeInDisorder(Database database) throws Exception {
        try (Store store = open(database)) {
            put(store, 5, 0); // what was before 5 is no longer in the outbox
            put(store, 5, 0);
            put(store, 9, 8);
            put(store, 8, 5);
            put(store, 9, 8);
            assertEquals(List.of(Result.STORED, Result.DUPLICATE, Result.GAP, Result.STORED, Result.STORED),
                    outcomes.stream().map(Outcome::result).toList());
            assertEquals(List.of(5L, 5L, 5L, 8L, 9L), outcomes.stream().map(Outcome::acknowledged).toList());
            assertEquals(3, store.rows());
            assertEquals(9, store.acknowledged(BOARD, STORE));
            assertEquals(0, store.acknowledged(BOARD, STORE + 1));
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldBeginANewCountWhenTheBoardHasANewStore(Database database) throws Exception {
        try (Store store = open(database)) {
            put(store, 5, 0);
            store.put(delivery(new Numbering(STORE + 1, 1, 0)));
            store.flush(Duration.ofSeconds(10));
            assertEquals(Result.STORED, outcomes.get(1).result());
            assertEquals(5, store.acknowledged(BOARD, STORE));
            assertEquals(1, store.acknowledged(BOARD, STORE + 1));
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldStoreEachMessageOnceWhenTwoHostsHearAllOfThem(Database database) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int number = 1; number <= 200; number++) {
                numbers.add(number);
            }
        }
        try (Store one = open(database); Store other = open(database)) {
            Thread second = new Thread(() -> numbers.forEach(number -> put(other, number)));
            second.start();
            numbers.forEach(number -> put(one, number));
            second.join();
            assertTrue(one.flush(Duration.ofSeconds(20)) && other.flush(Duration.ofSeconds(20)));
            assertEquals(200, one.rows());
            assertEquals(200, one.events(EventQuery.newest(1_000)).size());
            assertEquals(200, outcomes.stream().filter(outcome -> outcome.result() == Result.STORED).count());
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldApplyAnswersInTheSameTransactionWhenALedgerTakesThem(Database database) throws Exception {
        try (Store store = open(database)) {
            store.answersTo(DeliveryTest::keep);
            CommandAnswer answer = new CommandAnswer(BOARD, "c-1", "done", "", 1);
            store.put(new Delivery(record(), new Numbering(STORE, 1, 0), List.of(), List.of(), List.of(answer)));
            store.put(new Delivery(record(), new Numbering(STORE, 1, 0), List.of(), List.of(), List.of(answer)));
            assertTrue(store.flush(Duration.ofSeconds(10)));
            assertEquals(1, store.events(EventQuery.newest(10)).stream().filter(stored -> stored.event().detail().equals("c-1 done")).count());
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldGoOnBehindAMessageThatCannotBeStored(Database database) throws Exception {
        try (Store store = open(database)) {
            store.answersTo((connection, answer) -> {
                throw new IllegalStateException("no");
            });
            CommandAnswer answer = new CommandAnswer(BOARD, "c-1", "done", "", 1);
            store.put(new Delivery(record(), new Numbering(STORE, 1, 0), List.of(), List.of(), List.of(answer)));
            put(store, 2, 1);
            assertEquals(List.of(Result.STORED, Result.STORED), outcomes.stream().map(Outcome::result).toList());
            assertEquals(1, store.rows());
            assertEquals(1, store.droppedWrites());
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldRefuseWithoutCountingWhenTheQueueIsFullOfNumberedMessages(Database database) throws Exception {
        try (Store store = Store.open(database, Retention.DEFAULT, new Limits(10, 10, 1, 10), Clock.systemUTC())) {
            boolean refused = false;
            for (int number = 1; number <= 1_000; number++) {
                refused |= !store.put(delivery(new Numbering(STORE, number, number - 1)));
            }
            assertTrue(refused);
            assertEquals(0, store.droppedWrites());
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldTakeFurtherReadingsWhenTheOnesBeforeAreWritten(Database database) throws Exception {
        try (Store store = Store.open(database, Retention.DEFAULT, new Limits(10, 10, 10, 3), Clock.systemUTC())) {
            for (int number = 1; number <= 10; number++) {
                put(store, number, number - 1);
            }
            assertEquals(10, store.rows());
        }
    }

    private static void keep(Connection connection, CommandAnswer answer) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO event (board_id, source, kind, time_ms, detail) VALUES (NULL, 'host', 'answer', ?, ?)")) {
            add.setLong(1, answer.timeMs());
            add.setString(2, answer.id() + " " + answer.state());
            add.executeUpdate();
        }
    }

    private Store open(Database database) {
        Store store = Store.open(database, Retention.DEFAULT, Clock.systemUTC());
        store.onCommit(outcomes::addAll);
        return store;
    }

    private static void put(Store store, int number) {
        store.put(delivery(new Numbering(STORE, number, number - 1)));
        if (new Random(number).nextInt(20) == 0) {
            Thread.yield();
        }
    }

    private static void put(Store store, long number, long previous) throws InterruptedException {
        assertTrue(store.put(delivery(new Numbering(STORE, number, previous))));
        assertTrue(store.flush(Duration.ofSeconds(10)));
    }

    private static Delivery delivery(Numbering numbering) {
        return new Delivery(record(), numbering, List.of(new Reading(BOARD, "a", System.currentTimeMillis() - 1_000_000 + numbering.number(), 1)),
                List.of(BoardEvent.ofBoard(BOARD, "start", 1, "")), List.of());
    }

    private static BoardRecord record() {
        return new BoardRecord(BOARD, "learner", 1, 1, true, "dfa", null, null, null, null, null);
    }
}
