package io.edgedfa.host.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Locale;
import java.util.Map;

/** The writer's statements and the row ids it has met. Used by one thread; every value is a bound parameter. */
final class Tables implements AutoCloseable {
    /** One thing to write, applied inside the writer's transaction. */
    @FunctionalInterface
    interface Write {
        void to(Tables tables) throws SQLException;
    }

    /** Most series, all boards together: bounds the ids held in memory. */
    static final int MAX_SERIES = 200_000;

    private static final String UPSERT_BOARD = """
            INSERT INTO board (group_id, edge_id, device, first_seen_ms, last_seen_ms, state,
                               rule, model_id, model_version, product_version, os_arch, java_version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (group_id, edge_id) DO UPDATE SET
                device = excluded.device, last_seen_ms = excluded.last_seen_ms, state = excluded.state,
                rule = excluded.rule, model_id = excluded.model_id, model_version = excluded.model_version,
                product_version = excluded.product_version, os_arch = excluded.os_arch, java_version = excluded.java_version""";

    private final PreparedStatement upsertBoard;
    private final PreparedStatement findBoard;
    private final PreparedStatement addSeries;
    private final PreparedStatement findSeries;
    private final PreparedStatement addReading;
    private final PreparedStatement addEvent;
    private final Map<BoardId, Long> boardRows;
    private final Map<SeriesKey, Long> seriesRows;
    private long added;

    record SeriesKey(long board, String metric) {}

    Tables(Connection connection, Map<BoardId, Long> boardRows, Map<SeriesKey, Long> seriesRows) throws SQLException {
        this.boardRows = boardRows;
        this.seriesRows = seriesRows;
        upsertBoard = connection.prepareStatement(UPSERT_BOARD);
        findBoard = connection.prepareStatement("SELECT id FROM board WHERE group_id = ? AND edge_id = ?");
        addSeries = connection.prepareStatement("INSERT INTO series (board_id, metric) VALUES (?, ?) ON CONFLICT DO NOTHING");
        findSeries = connection.prepareStatement("SELECT id FROM series WHERE board_id = ? AND metric = ?");
        addReading = connection.prepareStatement(
                "INSERT INTO reading (series_id, time_ms, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        addEvent = connection.prepareStatement("INSERT INTO event (board_id, kind, time_ms, detail, source) VALUES (?, ?, ?, ?, ?)");
    }

    void put(BoardRecord board) throws SQLException {
        Object[] values = {
            board.id().group(), board.id().edge(), board.device(), board.firstSeenMs(), board.lastSeenMs(),
            board.online() ? "online" : "dead", board.rule(), board.modelId(), board.modelVersion(),
            board.productVersion(), board.osArch(), board.javaVersion()
        };
        for (int i = 0; i < values.length; i++) {
            upsertBoard.setObject(i + 1, values[i]);
        }
        upsertBoard.executeUpdate();
    }

    void add(Reading reading) throws SQLException {
        addReading.setLong(1, seriesRow(boardRow(reading.board()), reading.metric()));
        addReading.setLong(2, reading.timeMs());
        addReading.setDouble(3, reading.value());
        added += addReading.executeUpdate();
    }

    void add(BoardEvent event) throws SQLException {
        if (event.board() == null) {
            addEvent.setNull(1, Types.INTEGER);
        } else {
            addEvent.setLong(1, boardRow(event.board()));
        }
        addEvent.setString(2, event.kind());
        addEvent.setLong(3, event.timeMs());
        addEvent.setString(4, event.detail());
        addEvent.setString(5, event.source().name().toLowerCase(Locale.ROOT));
        addEvent.executeUpdate();
    }

    /** Readings added since the last call. */
    long takeAdded() {
        long count = added;
        added = 0;
        return count;
    }

    private long boardRow(BoardId board) throws SQLException {
        Long known = boardRows.get(board);
        if (known != null) {
            return known;
        }
        findBoard.setString(1, board.group());
        findBoard.setString(2, board.edge());
        long row = onlyId(findBoard, "board " + board);
        boardRows.put(board, row);
        return row;
    }

    private long seriesRow(long board, String metric) throws SQLException {
        SeriesKey key = new SeriesKey(board, metric);
        Long known = seriesRows.get(key);
        if (known != null) {
            return known;
        }
        if (seriesRows.size() >= MAX_SERIES) {
            throw new SQLException("more than " + MAX_SERIES + " series");
        }
        addSeries.setLong(1, board);
        addSeries.setString(2, metric);
        addSeries.executeUpdate();
        findSeries.setLong(1, board);
        findSeries.setString(2, metric);
        long row = onlyId(findSeries, "series " + metric);
        seriesRows.put(key, row);
        return row;
    }

    private static long onlyId(PreparedStatement find, String what) throws SQLException {
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                throw new SQLException(what + " is not in the database; record the board before its readings and events");
            }
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Statement statement : new Statement[] {upsertBoard, findBoard, addSeries, findSeries, addReading, addEvent}) {
            statement.close();
        }
    }
}
