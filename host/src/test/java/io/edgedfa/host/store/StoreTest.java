package io.edgedfa.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final BoardId BOARD = new BoardId("edgedfa", "bench-1");
    private static final String ACCURACY = "learning/accuracy";

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("host.db"));
    }

    @AfterEach
    void close() {
        store.close();
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
    void shouldReturnEverythingWhenTheFileIsOpenedAgain() throws Exception {
        store.put(board(BOARD, 1_000, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.5)));
        String hostId = store.hostId();
        store.close();
        store = Store.open(folder.resolve("host.db"));
        assertEquals(List.of(board(BOARD, 1_000, true)), store.boards());
        assertEquals(List.of(new Point(1_000, 0.5)), store.series(BOARD, ACCURACY, 0, 10));
        assertEquals(hostId, store.hostId());
        assertEquals(1, store.rows());
    }

    @Test
    void shouldStoreAReadingOnceWhenItIsRepeated() throws Exception {
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.5)));
        store.put(board(BOARD, 2, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.5)));
        flush();
        assertEquals(1, store.series(BOARD, ACCURACY, 0, 10).size());
        assertEquals(1, store.rows());
        assertEquals(0, store.droppedWrites());
    }

    @Test
    void shouldReturnOnlyThatSeriesWhenBoardsAndMetricsDiffer() throws Exception {
        BoardId other = new BoardId("edgedfa", "bench-2");
        store.put(board(other, 1, true), List.of(new Reading(other, ACCURACY, 1_000, 0.1)));
        store.put(board(BOARD, 1, true), List.of(new Reading(BOARD, ACCURACY, 1_000, 0.5), new Reading(BOARD, "learning/loss", 1_000, 2)));
        flush();
        assertEquals(List.of(new Point(1_000, 0.5)), store.series(BOARD, ACCURACY, 0, 10));
        assertEquals(List.of(new Point(1_000, 0.1)), store.series(other, ACCURACY, 0, 10));
    }

    @Test
    void shouldLeaveOutOlderPointsWhenSinceIsGiven() throws Exception {
        putAccuracies(10);
        assertEquals(List.of(8_000L, 9_000L), store.series(BOARD, ACCURACY, 8_000, 10).stream().map(Point::timeMs).toList());
    }

    @Test
    void shouldReturnMeansOverEqualSpansWhenThereAreMoreReadingsThanTheLimit() throws Exception {
        putAccuracies(1_000);
        List<Point> points = store.series(BOARD, ACCURACY, 0, 10);
        assertEquals(10, points.size());
        assertEquals(49.5, points.get(0).value(), 1e-9); // the mean of 0..99
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
        assertEquals(List.of(birth, connected), store.events(10));
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
    void shouldTreatNamesAsTextWhenTheyContainSql() throws Exception {
        BoardId hostile = new BoardId("g'; DROP TABLE board; --", "\"e\"; DELETE FROM reading");
        String metric = "x') OR 1=1 --";
        store.put(board(hostile, 1, true), List.of(new Reading(hostile, metric, 1, 1)));
        flush();
        assertEquals(hostile, store.boards().get(0).id());
        assertEquals(1, store.series(hostile, metric, 0, 10).size());
        assertEquals(0, store.series(BOARD, "' OR '1'='1", 0, 10).size());
    }

    @Test
    void shouldCountAWriteAsDroppedWhenTheStoreIsClosed() {
        store.close();
        store.put(board(BOARD, 1, true));
        assertEquals(1, store.droppedWrites());
        assertFalse(store.ok());
        store = Store.open(folder.resolve("other.db"));
    }

    @Test
    void shouldRefuseAReadingWhenItsValueIsNotFinite() {
        assertThrows(IllegalArgumentException.class, () -> new Reading(BOARD, ACCURACY, 1, Double.NaN));
    }

    @Test
    void shouldNameTheFileWhenItIsNoDatabase() throws Exception {
        Path text = folder.resolve("notes.txt");
        Files.writeString(text, "this is no database, only a longer line of text ".repeat(50));
        StoreException e = assertThrows(StoreException.class, () -> Store.open(text));
        assertTrue(e.getMessage().contains("notes.txt"), e.getMessage());
    }

    @Test
    void shouldHaveAnotherHostIdWhenTheFileIsAnother() {
        try (Store other = Store.open(folder.resolve("other.db"), Retention.DEFAULT, Clock.systemUTC())) {
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

    private void flush() throws InterruptedException {
        assertTrue(store.flush(Duration.ofSeconds(10)));
    }

    private static BoardRecord board(BoardId id, long seenMs, boolean online) {
        return new BoardRecord(id, "learner", seenMs, seenMs, online, "dfa", "mnist-mlp", "3", "0.1.0", "amd64", "17");
    }
}
