package io.edgedfa.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.board.Reading;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.database.Dialect;
import io.edgedfa.host.store.series.Retention;
import io.edgedfa.host.store.series.SeriesPoint;
import io.edgedfa.host.store.writer.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.edgedfa.host.store.BothDatabases#urls")
class StoreTest {
    private static final BoardId BOARD = new BoardId("edgedfa", "bench-1");
    private static final String ACCURACY = "learning/accuracy";

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);

    @Parameter
    String url;

    private Database database;
    private Store store;

    @BeforeEach
    void open() {
        url = BothDatabases.fresh(url.startsWith("jdbc:sqlite") ? Dialect.SQLITE : Dialect.POSTGRESQL);
        database = Database.open(url);
        store = Store.open(database, Retention.DEFAULT, CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private void reopen() {
        close();
        database = Database.open(url);
        store = Store.open(database, Retention.DEFAULT, CLOCK);
    }

    @Test
    void shouldReturnTheBoardWhenItWasPut() throws Exception {
        store.put(board(BOARD, 1_000, true));
        flush();
        assertEquals(List.of(board(BOARD, 1_000, true)), store.boards());
    }

    @Test
    void shouldKeepFirstSeenWhenTheBoardIsPutAgain() throws Exception {
        store.put(new BoardRecord(BOARD, "learner", 10, 10, true, "dfa", null, null, null, null, null));
        store.put(new BoardRecord(BOARD, "learner", 99, 99, true, "dfa", null, null, null, null, null));
        flush();
        assertEquals(10, store.boards().get(0).firstSeenMs());
        assertEquals(99, store.boards().get(0).lastSeenMs());
    }

    @Test
    void shouldReturnEverythingWhenItIsOpenedAgain() throws Exception {
        store.put(board(BOARD, 1_000, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.5)));
        String hostId = store.hostId();
        reopen();
        assertEquals(List.of(board(BOARD, 1_000, true)), store.boards());
        assertEquals(List.of(new SeriesPoint(1_000, 0.5, 0.5, 0.5)), points(BOARD, ACCURACY, 0, 10));
        assertEquals(hostId, store.hostId());
        assertEquals(1, store.rows());
    }

    @Test
    void shouldStoreAReadingOnceWhenItIsRepeated() throws Exception {
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.5)));
        store.put(board(BOARD, 2, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.5)));
        flush();
        assertEquals(1, points(BOARD, ACCURACY, 0, 10).size());
        assertEquals(1, store.rows());
        assertEquals(0, store.droppedWrites());
    }

    @Test
    void shouldReturnOnlyThatSeriesWhenBoardsAndMetricsDiffer() throws Exception {
        BoardId other = new BoardId("edgedfa", "bench-2");
        store.put(board(other, 1, true), List.of(new Reading(other, ACCURACY, 1_000, 0.1)));
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.5), new Reading(BOARD, "learning/loss", 1_000, 2)));
        flush();
        assertEquals(List.of(new SeriesPoint(1_000, 0.5, 0.5, 0.5)), points(BOARD, ACCURACY, 0, 10));
        assertEquals(List.of(new SeriesPoint(1_000, 0.1, 0.1, 0.1)), points(other, ACCURACY, 0, 10));
    }

    @Test
    void shouldLeaveOutOlderPointsWhenSinceIsGiven() throws Exception {
        putAccuracies(10);
        assertEquals(List.of(8_000L, 9_000L), points(BOARD, ACCURACY, 8_000, 10).stream().map(SeriesPoint::timeMs).toList());
    }

    @Test
    void shouldReturnMeansOverEqualSpansWhenThereAreMoreReadingsThanTheLimit() throws Exception {
        putAccuracies(1_000);
        List<SeriesPoint> points = points(BOARD, ACCURACY, 0, 10);
        assertEquals(10, points.size());
        assertEquals(49.5, points.get(0).mean(), 1e-9); // the mean of 0..99
        assertEquals(999_000, points.get(9).timeMs());
    }

    @Test
    void shouldReturnTheLastValueOfEachMetricWhenAskedForTheLatest() throws Exception {
        putAccuracies(5);
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, "learning/loss", 1, 2.5)));
        flush();
        assertEquals(Map.of(ACCURACY, 4.0, "learning/loss", 2.5), store.latest(BOARD));
    }

    @Test
    void shouldReturnEventsNewestFirstWhenBoardAndHostHaveSome() throws Exception {
        BoardEvent connected = BoardEvent.ofHost(null, BoardEvent.BROKER_CONNECTED, 1, "");
        BoardEvent birth = BoardEvent.ofHost(BOARD, BoardEvent.BIRTH, 2, "session 7");
        store.put(connected);
        store.put(board(BOARD, 2, true));
        store.put(birth);
        flush();
        assertEquals(List.of(birth, connected), store.events(EventQuery.newest(10)).stream().map(StoredEvent::event).toList());
    }

    @Test
    void shouldKeepTheOtherWritesWhenOneOfTheBatchIsRefused() throws Exception {
        BoardId unknown = new BoardId("edgedfa", "never-put");
        store.put(BoardEvent.ofHost(unknown, BoardEvent.DEATH, 1, ""));
        store.put(board(BOARD, 1_000, true));
        flush();
        assertEquals(1, store.boards().size());
        assertEquals(1, store.droppedWrites());
        assertTrue(store.ok());
    }

    @Test
    void shouldFindEventsByBoardKindAndIdWhenAskedForThem() throws Exception {
        store.put(board(BOARD, 1, true));
        for (int i = 0; i < 3; i++) {
            store.put(BoardEvent.ofBoard(BOARD, "rollback", i, ""));
            store.put(BoardEvent.ofHost(null, BoardEvent.BROKER_LOST, i, ""));
        }
        flush();
        List<StoredEvent> newest = store.events(new EventQuery(BOARD, "rollback", Long.MAX_VALUE, 2));
        assertEquals(List.of(2L, 1L), newest.stream().map(stored -> stored.event().timeMs()).toList());
        List<StoredEvent> older = store.events(new EventQuery(BOARD, null, newest.get(1).id(), 2));
        assertEquals(List.of(0L), older.stream().map(stored -> stored.event().timeMs()).toList());
        assertEquals(3, store.events(new EventQuery(null, BoardEvent.BROKER_LOST, Long.MAX_VALUE, 10)).size());
        assertEquals(BoardEvent.Source.BOARD, older.get(0).event().source());
    }

    @Test
    void shouldReturnTheLastValuesOfAllBoardsWhenItIsOpenedAgain() throws Exception {
        BoardId other = new BoardId("edgedfa", "bench-2");
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.1), new Reading(BOARD, ACCURACY, 3_000, 0.3)));
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, ACCURACY, 2_000, 0.2))); // late
        store.put(board(other, 1, true), List.of(new Reading(other, ACCURACY, 1_000, 0.9)));
        reopen();
        assertEquals(Map.of(BOARD, Map.of(ACCURACY, 0.3), other, Map.of(ACCURACY, 0.9)), store.latest());
    }

    @Test
    void shouldRefuseReadingsOfFurtherSeriesWhenThereAreAsManyAsAllowed() throws Exception {
        store.close();
        store = Store.open(database, Retention.DEFAULT, new Limits(2, 1, 100, 100), CLOCK);
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, "a", 1, 1), new Reading(BOARD, "b", 1, 1)));
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, "c", 1, 1), new Reading(BOARD, "a", 2, 1)));
        flush();
        assertEquals(3, store.rows());
        assertEquals(1, store.droppedWrites());
        assertTrue(store.ok());
    }

    @Test
    void shouldKeepTextWhenItHoldsTheCharacterZero() throws Exception {
        store.put(board(BOARD, 1, true));
        store.put(BoardEvent.ofBoard(BOARD, "start", 1, "a\0b"));
        flush();
        assertEquals("a\ufffdb", store.events(EventQuery.newest(1)).get(0).event().detail());
    }

    @Test
    void shouldTreatNamesAsTextWhenTheyContainSql() throws Exception {
        BoardId hostile = new BoardId("g'; DROP TABLE board; --", "\"e\"; DELETE FROM reading");
        String metric = "x') OR 1=1 --";
        store.put(board(hostile, 1, true), List.of(new Reading(hostile, metric, 1, 1)));
        flush();
        assertEquals(hostile, store.boards().get(0).id());
        assertEquals(1, points(hostile, metric, 0, 10).size());
        assertEquals(0, points(BOARD, "' OR '1'='1", 0, 10).size());
    }

    @Test
    void shouldCountAWriteAsDroppedWhenTheStoreIsClosed() {
        store.close();
        store.put(board(BOARD, 1, true));
        assertEquals(1, store.droppedWrites());
        assertFalse(store.ok());
    }

    @Test
    void shouldRefuseAReadingWhenItsValueIsNotFinite() {
        assertThrows(IllegalArgumentException.class, () -> new Reading(BOARD, ACCURACY, 1, Double.NaN));
    }

    @Test
    void shouldHaveAnotherHostIdWhenTheDatabaseIsAnother() {
        try (Database fresh = Database.open(BothDatabases.fresh(database.dialect()));
                Store other = Store.open(fresh, Retention.DEFAULT, CLOCK)) {
            assertNotEquals(store.hostId(), other.hostId());
        }
    }

    private void putAccuracies(int count) throws InterruptedException {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readings.add(new Reading(BOARD, ACCURACY, i * 1_000L, i));
        }
        store.put(board(BOARD, 1, true), readings);
        flush();
    }

    private List<SeriesPoint> points(BoardId board, String metric, long fromMs, int most) {
        return store.series(board, metric, fromMs, CLOCK.millis(), most).points();
    }

    private void flush() throws InterruptedException {
        assertTrue(store.flush(Duration.ofSeconds(10)));
    }

    private static BoardRecord board(BoardId id, long seenMs, boolean online) {
        return new BoardRecord(id, "learner", seenMs, seenMs, online, "dfa", "mnist-mlp", "3", "0.1.0", "amd64", "17");
    }
}
