package io.edgedfa.host.store;

import io.edgedfa.host.store.BoardEvent.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What readers ask, on one connection. */
final class Queries {
    private static final String SERIES = "FROM reading WHERE time_ms >= ? AND series_id = (SELECT series.id FROM series"
            + " JOIN board ON board.id = series.board_id WHERE group_id = ? AND edge_id = ? AND metric = ?)";

    private final Connection connection;

    Queries(Connection connection) {
        this.connection = connection;
    }

    List<BoardRecord> boards() throws SQLException {
        List<BoardRecord> boards = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement("SELECT * FROM board ORDER BY group_id, edge_id");
                ResultSet row = ask.executeQuery()) {
            while (row.next()) {
                boards.add(board(row));
            }
        }
        return boards;
    }

    private static BoardRecord board(ResultSet row) throws SQLException {
        return new BoardRecord(new BoardId(row.getString("group_id"), row.getString("edge_id")), row.getString("device"),
                row.getLong("first_seen_ms"), row.getLong("last_seen_ms"), row.getString("state").equals("online"),
                row.getString("rule"), row.getString("model_id"), row.getString("model_version"),
                row.getString("product_version"), row.getString("os_arch"), row.getString("java_version"));
    }

    /** The last value of every metric of the board. */
    Map<String, Double> latest(BoardId board) throws SQLException {
        String sql = "SELECT metric, value FROM board JOIN series ON board_id = board.id JOIN reading ON series_id = series.id"
                + " WHERE group_id = ? AND edge_id = ?"
                + " AND time_ms = (SELECT MAX(time_ms) FROM reading AS last WHERE last.series_id = series.id)";
        Map<String, Double> values = new HashMap<>();
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setString(1, board.group());
            ask.setString(2, board.edge());
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    values.put(row.getString(1), row.getDouble(2));
                }
            }
        }
        return values;
    }

    /** The points themselves if they are few enough, else means over equal spans of time; the database does the reduction. */
    List<Point> series(BoardId board, String metric, long sinceMs, int limit) throws SQLException {
        long count;
        long first;
        long last;
        try (PreparedStatement ask = seriesQuery("SELECT COUNT(*), MIN(time_ms), MAX(time_ms) " + SERIES, board, metric, sinceMs);
                ResultSet row = ask.executeQuery()) {
            row.next();
            count = row.getLong(1);
            first = row.getLong(2);
            last = row.getLong(3);
        }
        if (count <= limit) {
            return points(seriesQuery("SELECT time_ms, value " + SERIES + " ORDER BY time_ms", board, metric, sinceMs));
        }
        PreparedStatement ask = seriesQuery(
                "SELECT MAX(time_ms), AVG(value) " + SERIES + " GROUP BY (time_ms - ?) / ? ORDER BY 1", board, metric, sinceMs);
        ask.setLong(5, first);
        ask.setLong(6, (last - first) / limit + 1);
        return points(ask);
    }

    private PreparedStatement seriesQuery(String sql, BoardId board, String metric, long sinceMs) throws SQLException {
        PreparedStatement ask = connection.prepareStatement(sql);
        ask.setLong(1, sinceMs);
        ask.setString(2, board.group());
        ask.setString(3, board.edge());
        ask.setString(4, metric);
        return ask;
    }

    private static List<Point> points(PreparedStatement query) throws SQLException {
        List<Point> points = new ArrayList<>();
        try (query; ResultSet row = query.executeQuery()) {
            while (row.next()) {
                points.add(new Point(row.getLong(1), row.getDouble(2)));
            }
        }
        return points;
    }

    /** The newest events, newest first. */
    List<BoardEvent> events(int limit) throws SQLException {
        String sql = "SELECT group_id, edge_id, kind, time_ms, detail, source FROM event LEFT JOIN board ON board.id = board_id"
                + " ORDER BY event.id DESC LIMIT ?";
        List<BoardEvent> events = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setInt(1, limit);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    String group = row.getString(1);
                    events.add(new BoardEvent(group == null ? null : new BoardId(group, row.getString(2)),
                            Source.valueOf(row.getString(6).toUpperCase(Locale.ROOT)), row.getString(3), row.getLong(4),
                            row.getString(5)));
                }
            }
        }
        return events;
    }

}
