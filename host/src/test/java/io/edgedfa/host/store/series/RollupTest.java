package io.edgedfa.host.store.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.BothDatabases;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.board.Reading;
import io.edgedfa.host.store.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RollupTest {
    private static final String DATABASES = "io.edgedfa.host.store.BothDatabases#databases";
    private static final BoardId BOARD = new BoardId("edgedfa", "bench-1");
    private static final long HOUR_MS = 3_600_000;
    private static final long NOW_MS = 1_000 * HOUR_MS;
    private static final Retention SHORT = new Retention(Duration.ofHours(1), Duration.ofHours(10), Duration.ofHours(100),
            Duration.ofHours(100), 1_000_000, Duration.ofMinutes(1));

    /** Whatever order readings come in and however often the rollup runs between them. */
    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldEqualADirectComputationWhateverTheOrderOfArrival(Database database) throws Exception {
        try (Store store = Store.open(database, Retention.DEFAULT, Clock.systemUTC())) {
            for (long seed = 1; seed <= 3; seed++) {
                equalADirectComputation(database, store, seed);
            }
        }
    }

    private static void equalADirectComputation(Database database, Store store, long seed) throws Exception {
        Random random = new Random(seed);
        String metric = "metric" + seed;
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long spread = (long) Math.pow(10, 4 + random.nextInt(5)); // seconds to days: spans with one reading and with many
            readings.add(new Reading(BOARD, metric, NOW_MS - 90 * HOUR_MS + random.nextLong(Math.min(spread, 89 * HOUR_MS)) * 300 / 300
                    + (i % 2 == 0 ? 0 : random.nextLong(80 * HOUR_MS)), random.nextGaussian()));
        }
        TreeMap<Long, Reading> distinct = new TreeMap<>();
        readings.forEach(reading -> distinct.putIfAbsent(reading.timeMs(), reading));
        List<Reading> shuffled = new ArrayList<>(distinct.values());
        Collections.shuffle(shuffled, random);
        Rollup rollup = new Rollup(database, SHORT, NOW_MS);
        for (int from = 0; from < shuffled.size();) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(100));
            put(store, shuffled.subList(from, to));
            pass(rollup, NOW_MS + random.nextLong(3) * HOUR_MS);
            from = to;
        }
        pass(rollup, NOW_MS + 2 * HOUR_MS);
        compare(database, metric, "time_ms", "reading", shuffled.stream().filter(r -> r.timeMs() >= NOW_MS + HOUR_MS).toList(), 1);
        compare(database, metric, "start_ms", "reading_hour", shuffled.stream().filter(r -> r.timeMs() < NOW_MS - 8 * HOUR_MS).toList(), HOUR_MS);
        compare(database, metric, "start_ms", "reading_minute", shuffled.stream()
                .filter(r -> r.timeMs() >= NOW_MS - 8 * HOUR_MS && r.timeMs() < NOW_MS + HOUR_MS).toList(), 60_000);
        assertEquals("0", BothDatabases.text(database, "SELECT SUM(row_count) - (SELECT COUNT(*) FROM reading) FROM volume WHERE name = 'reading'"));
    }

    private static void compare(Database database, String metric, String time, String table, List<Reading> readings, long spanMs) {
        TreeMap<Long, DoubleSummaryStatistics> expected = new TreeMap<>();
        for (Reading reading : readings) {
            expected.computeIfAbsent(reading.timeMs() / spanMs * spanMs, start -> new DoubleSummaryStatistics()).accept(reading.value());
        }
        String columns = table.equals("reading") ? "time_ms, 1, value, value, value" : "start_ms, readings, total, least, most";
        database.read(connection -> {
            try (PreparedStatement ask = connection.prepareStatement("SELECT " + columns + " FROM " + table
                    + " JOIN series ON series.id = series_id WHERE metric = ? ORDER BY " + time)) {
                ask.setString(1, metric);
                ResultSet row = ask.executeQuery();
                for (var span : expected.entrySet()) {
                    assertTrue(row.next(), "a span of " + table + " is missing");
                    assertEquals(span.getKey(), row.getLong(1));
                    assertEquals(span.getValue().getCount(), row.getLong(2));
                    assertEquals(span.getValue().getSum(), row.getDouble(3), 1e-9);
                    assertEquals(span.getValue().getMin(), row.getDouble(4));
                    assertEquals(span.getValue().getMax(), row.getDouble(5));
                }
                assertTrue(!row.next(), table + " has a span too many");
            }
            return null;
        });
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldAnswerFromWhatIsKeptWhenReadingsAreMinutesAndHours(Database database) throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (int minute = 0; minute < 20 * 60; minute++) {
            for (int part = 0; part < 2; part++) {
                readings.add(new Reading(BOARD, "a", NOW_MS - 20 * HOUR_MS + minute * 60_000L + part * 1_000, part));
            }
        }
        store(database, readings);
        pass(new Rollup(database, SHORT, NOW_MS), NOW_MS);
        Series raw = series(database, NOW_MS - HOUR_MS / 2, 10_000);
        assertEquals(Series.Resolution.RAW, raw.resolution());
        assertEquals(60, raw.points().size());
        Series minutes = series(database, NOW_MS - 5 * HOUR_MS, 10_000);
        assertEquals(Series.Resolution.MINUTE, minutes.resolution());
        assertEquals(5 * 60, minutes.points().size());
        assertTrue(minutes.points().stream().allMatch(point -> point.mean() == 0.5 && point.min() == 0 && point.max() == 1));
        Series hours = series(database, NOW_MS - 20 * HOUR_MS, 10_000);
        assertEquals(Series.Resolution.HOUR, hours.resolution());
        assertEquals(20, hours.points().size());
        assertTrue(hours.points().stream().allMatch(point -> point.mean() == 0.5));
        assertEquals(5, series(database, NOW_MS - 20 * HOUR_MS, 5).points().size());
    }

    private static Series series(Database database, long fromMs, int points) {
        return database.read(connection -> new SeriesQuery(connection, SHORT).ask(BOARD, "a", fromMs, NOW_MS, points, NOW_MS));
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldMakeMinutesBeforeTheirTimeWhenThereAreTooManyReadings(Database database) throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (int second = 0; second < 1_200; second++) {
            readings.add(new Reading(BOARD, "a", NOW_MS - 1_200_000 + second * 1_000L, 1));
        }
        store(database, readings);
        Retention few = new Retention(Duration.ofDays(7), Duration.ofDays(90), Duration.ofDays(900), Duration.ofDays(7), 500, Duration.ofDays(1));
        Rollup rollup = new Rollup(database, few, NOW_MS - Duration.ofDays(2).toMillis());
        while (rollup.due(NOW_MS)) {
            rollup.step(NOW_MS);
        }
        long left = Long.parseLong(BothDatabases.text(database, "SELECT COUNT(*) FROM reading"));
        assertTrue(left <= 500 && left >= 200, "left " + left);
        assertEquals(1_200 - left, Double.parseDouble(BothDatabases.text(database, "SELECT SUM(total) FROM reading_minute")));
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void shouldDeleteEventsAndHoursWhenTheyAreTooOld(Database database) throws Exception {
        store(database, List.of(new Reading(BOARD, "a", NOW_MS - 101 * HOUR_MS, 1), new Reading(BOARD, "a", NOW_MS - 90 * HOUR_MS, 1)));
        try (Store store = Store.open(database, Retention.DEFAULT, Clock.systemUTC())) {
            store.put(BoardEvent.ofHost(BOARD, BoardEvent.BIRTH, NOW_MS - 101 * HOUR_MS, ""));
            store.put(BoardEvent.ofHost(BOARD, BoardEvent.DEATH, NOW_MS - 99 * HOUR_MS, ""));
        }
        Rollup rollup = new Rollup(database, SHORT, NOW_MS);
        pass(rollup, NOW_MS);
        pass(rollup, NOW_MS);
        assertEquals("1", BothDatabases.text(database, "SELECT COUNT(*) FROM event"));
        assertEquals("1", BothDatabases.text(database, "SELECT COUNT(*) FROM reading_hour"));
    }

    private static void store(Database database, List<Reading> readings) throws Exception {
        try (Store store = Store.open(database, Retention.DEFAULT, Clock.systemUTC())) {
            put(store, readings);
        }
    }

    private static void put(Store store, List<Reading> readings) throws Exception {
        store.put(new BoardRecord(BOARD, "learner", 1, 1, true, null, null, null, null, null, null), readings);
        assertTrue(store.flush(Duration.ofSeconds(10)));
    }

    /** One whole pass. */
    private static void pass(Rollup rollup, long nowMs) throws Exception {
        do {
            rollup.step(nowMs);
        } while (rollup.passing());
    }
}
