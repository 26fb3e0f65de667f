package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.board.Reading;
import io.edgedfa.host.store.database.Dialect;
import io.edgedfa.host.store.delivery.AnswerLedger;
import io.edgedfa.host.store.delivery.Delivery;
import io.edgedfa.host.store.delivery.Outcome;
import io.edgedfa.host.store.delivery.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** One transaction that stores what arrived. */
final class Recording {
    private final Connection connection;
    private final Dialect dialect;
    private final BoardRows boards;
    private final SeriesRows series;
    private final Watermarks watermarks;
    private final AnswerLedger answers;
    private final ReadingRows readings = new ReadingRows();
    private final List<Outcome> outcomes = new ArrayList<>();
    private long refused;

    Recording(Connection connection, Dialect dialect, Catalog catalog, Limits limits, AnswerLedger answers) {
        this.connection = connection;
        this.dialect = dialect;
        this.answers = answers;
        boards = new BoardRows(connection, dialect, catalog);
        series = new SeriesRows(connection, dialect, catalog, limits.series());
        watermarks = new Watermarks(connection, dialect);
    }

    /** Stores all that are neither duplicates nor behind a gap. */
    void write(List<Delivery> deliveries) throws SQLException {
        List<Delivery> stored = accept(deliveries);
        addReadings(stored);
        addEvents(stored.stream().flatMap(delivery -> delivery.events().stream()).toList());
        for (Delivery delivery : stored) {
            for (CommandAnswer answer : delivery.answers()) {
                answers.apply(connection, answer);
            }
        }
    }

    /** Counts all as stored without their content, which the database refused. */
    void skip(List<Delivery> deliveries) throws SQLException {
        refused += accept(deliveries).size();
    }

    private List<Delivery> accept(List<Delivery> deliveries) throws SQLException {
        putBoards(deliveries);
        SortedSet<Watermarks.Key> keys = new TreeSet<>();
        for (Delivery delivery : deliveries) {
            if (delivery.numbering() != null) {
                keys.add(key(delivery));
            }
        }
        watermarks.lock(keys);
        List<Delivery> stored = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (delivery.numbering() == null || decide(delivery) == Result.STORED) {
                stored.add(delivery);
            }
        }
        watermarks.save();
        return stored;
    }

    private void putBoards(List<Delivery> deliveries) throws SQLException {
        Map<BoardId, BoardRecord> last = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            if (delivery.board() != null) {
                // First seen counts once, from the first record of a new board.
                last.merge(delivery.board().id(), delivery.board(), Recording::later);
            }
        }
        boards.put(last.values().stream().sorted(Comparator.comparing(BoardRecord::id)).toList());
    }

    private static BoardRecord later(BoardRecord first, BoardRecord then) {
        return new BoardRecord(then.id(), then.device(), first.firstSeenMs(), then.lastSeenMs(), then.online(), then.rule(),
                then.modelId(), then.modelVersion(), then.productVersion(), then.osArch(), then.javaVersion());
    }

    private Watermarks.Key key(Delivery delivery) throws SQLException {
        return new Watermarks.Key(boards.find(delivery.board().id()).id, delivery.numbering().storeId());
    }

    private Result decide(Delivery delivery) throws SQLException {
        Watermarks.Key key = key(delivery);
        Result result = watermarks.decide(key, delivery.numbering());
        outcomes.add(new Outcome(delivery.board().id(), delivery.numbering(), result, watermarks.acknowledged(key)));
        return result;
    }

    private void addReadings(List<Delivery> deliveries) throws SQLException {
        Map<Catalog.Entry, Set<String>> needed = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            if (!delivery.readings().isEmpty()) {
                Set<String> metrics = needed.computeIfAbsent(boards.find(delivery.board().id()), board -> new HashSet<>());
                delivery.readings().forEach(reading -> metrics.add(reading.metric()));
            }
        }
        series.prepare(needed);
        for (Delivery delivery : deliveries) {
            for (Reading reading : delivery.readings()) {
                Long id = boards.find(delivery.board().id()).series.get(reading.metric());
                if (id == null) {
                    refused++;
                } else {
                    readings.add(id, reading.timeMs(), reading.value());
                }
            }
        }
        readings.write(connection, dialect);
    }

    private void addEvents(List<BoardEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO event (board_id, source, kind, time_ms, detail) VALUES (?, ?, ?, ?, ?)")) {
            for (BoardEvent event : events) {
                Catalog.Entry board = event.board() == null ? null : boards.find(event.board());
                if (event.board() != null && board == null) {
                    refused++;
                    continue;
                }
                add.setObject(1, board == null ? null : board.id, Types.BIGINT);
                add.setString(2, event.source().name().toLowerCase(Locale.ROOT));
                add.setString(3, BoardRows.text(event.kind()));
                add.setLong(4, event.timeMs());
                add.setString(5, BoardRows.text(event.detail()));
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    /** Of numbered deliveries, in the order they were given; true once the transaction is committed. */
    List<Outcome> outcomes() {
        return outcomes;
    }

    ReadingRows readings() {
        return readings;
    }

    /** Readings beyond the limit of series, events of boards never put, deliveries without their content. */
    long refused() {
        return refused;
    }
}
