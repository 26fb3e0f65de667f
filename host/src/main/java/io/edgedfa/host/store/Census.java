package io.edgedfa.host.store;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Counts, board by board, what is in a database: a check from outside, which walks whole tables. */
public final class Census {
    private static final String READINGS = "SELECT group_id, edge_id, SUM(part) FROM ("
            + "SELECT series_id, COUNT(*) AS part FROM reading GROUP BY series_id"
            + " UNION ALL SELECT series_id, SUM(readings) FROM reading_minute GROUP BY series_id"
            + " UNION ALL SELECT series_id, SUM(readings) FROM reading_hour GROUP BY series_id) AS parts"
            + " JOIN series ON series.id = series_id JOIN board ON board.id = board_id GROUP BY group_id, edge_id";
    private static final String EVENTS = "SELECT group_id, edge_id, COUNT(*) FROM event JOIN board ON board.id = board_id"
            + " WHERE source = ? GROUP BY group_id, edge_id";

    /**
     * What there is of one board.
     *
     * @param readings    summed-up ones included
     * @param boardEvents that the board told
     */
    public record Count(long readings, long boardEvents) {
        public static final Count NOTHING = new Count(0, 0);
    }

    private Census() {}

    /**
     * Counts everything.
     *
     * @param url see {@link Database#open(String)}
     * @return by {@code group/edge}
     * @throws StoreException if the database cannot be opened or read
     */
    public static Map<String, Count> of(String url) {
        try (Database database = Database.open(url)) {
            return database.read(connection -> {
                Map<String, Count> boards = new HashMap<>();
                count(connection, READINGS, null).forEach((board, n) -> boards.put(board, new Count(n, 0)));
                count(connection, EVENTS, "board").forEach((board, n) ->
                        boards.merge(board, new Count(0, n), (with, events) -> new Count(with.readings(), events.boardEvents())));
                return boards;
            });
        }
    }

    private static Map<String, Long> count(Connection connection, String sql, String source) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            if (source != null) {
                ask.setString(1, source);
            }
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    counts.put(new BoardId(row.getString(1), row.getString(2)).toString(), row.getLong(3));
                }
            }
        }
        return counts;
    }
}
