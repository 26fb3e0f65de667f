package io.edgedfa.host.store;

import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardEvent.Source;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
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
    private final Connection connection;

    Queries(Connection connection) {
        this.connection = connection;
    }

    List<BoardRecord> boards() throws SQLException {
        List<BoardRecord> boards = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement("SELECT * FROM board ORDER BY group_id, edge_id");
                ResultSet row = ask.executeQuery()) {
            while (row.next()) {
                boards.add(new BoardRecord(new BoardId(row.getString("group_id"), row.getString("edge_id")),
                        row.getString("device"), row.getLong("first_seen_ms"), row.getLong("last_seen_ms"),
                        row.getString("state").equals("online"), row.getString("rule"), row.getString("model_id"),
                        row.getString("model_version"), row.getString("product_version"), row.getString("os_arch"),
                        row.getString("java_version")));
            }
        }
        return boards;
    }

    /** The last value of every metric of one board, or of all if it is null. */
    Map<BoardId, Map<String, Double>> latest(BoardId board) throws SQLException {
        String sql = "SELECT group_id, edge_id, metric, last_value FROM series JOIN board ON board.id = board_id"
                + " WHERE last_ms IS NOT NULL" + (board == null ? "" : " AND group_id = ? AND edge_id = ?");
        Map<BoardId, Map<String, Double>> values = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            if (board != null) {
                ask.setString(1, board.group());
                ask.setString(2, board.edge());
            }
            ask.setFetchSize(10_000);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    String metric = names.computeIfAbsent(row.getString(3), name -> name);
                    values.computeIfAbsent(new BoardId(row.getString(1), row.getString(2)), id -> new HashMap<>())
                            .put(metric, row.getDouble(4));
                }
            }
        }
        return values;
    }

    List<StoredEvent> events(EventQuery query) throws SQLException {
        String sql = "SELECT event.id, group_id, edge_id, source, kind, time_ms, detail FROM event"
                + " LEFT JOIN board ON board.id = board_id WHERE event.id < ?"
                + (query.board() == null ? "" : " AND board_id = (SELECT id FROM board WHERE group_id = ? AND edge_id = ?)")
                + (query.kind() == null ? "" : " AND kind = ?") + " ORDER BY event.id DESC LIMIT ?";
        List<StoredEvent> events = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            int parameter = 1;
            ask.setLong(parameter++, query.beforeId());
            if (query.board() != null) {
                ask.setString(parameter++, query.board().group());
                ask.setString(parameter++, query.board().edge());
            }
            if (query.kind() != null) {
                ask.setString(parameter++, query.kind());
            }
            ask.setInt(parameter, query.limit());
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    events.add(event(row));
                }
            }
        }
        return events;
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        String group = row.getString(2);
        return new StoredEvent(row.getLong(1), new BoardEvent(group == null ? null : new BoardId(group, row.getString(3)),
                Source.valueOf(row.getString(4).toUpperCase(Locale.ROOT)), row.getString(5), row.getLong(6), row.getString(7)));
    }

    /** 0 where nothing was delivered yet. */
    long acknowledged(BoardId board, long storeId) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("SELECT acknowledged FROM outbox JOIN board ON board.id = board_id"
                + " WHERE group_id = ? AND edge_id = ? AND store_id = ?")) {
            ask.setString(1, board.group());
            ask.setString(2, board.edge());
            ask.setLong(3, storeId);
            try (ResultSet row = ask.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
