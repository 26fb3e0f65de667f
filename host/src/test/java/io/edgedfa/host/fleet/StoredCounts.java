package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.store.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a database holds of what an {@link OutboxBoard} counted. */
record StoredCounts(long reports, long events, long lost, long twice) {
    private static final String OF_BOARD = " JOIN board ON board.id = board_id WHERE group_id = ? AND edge_id = ? AND ";

    /** @param committed what the board counted up to */
    static StoredCounts of(Database database, String edge, long committed) {
        return database.read(connection -> {
            Map<Long, Integer> reports = count(connection, "SELECT value FROM reading JOIN series ON series.id = series_id" + OF_BOARD
                    + "metric = ?", edge, BoardMetrics.SAMPLES);
            Map<Long, Integer> events = count(connection, "SELECT detail FROM event" + OF_BOARD + "kind = ? AND source = 'board'",
                    edge, OutboxBoard.EVENT);
            long lost = 0;
            long twice = 0;
            for (Map<Long, Integer> stored : List.of(reports, events)) {
                for (long number = 1; number <= committed; number++) {
                    int times = stored.getOrDefault(number, 0);
                    lost += times == 0 ? 1 : 0;
                    twice += Math.max(0, times - 1);
                }
            }
            return new StoredCounts(reports.size(), events.size(), lost, twice);
        });
    }

    private static Map<Long, Integer> count(Connection connection, String sql, String edge, String what) throws SQLException {
        Map<Long, Integer> counts = new HashMap<>();
        try (PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setString(1, OutboxBoard.GROUP);
            ask.setString(2, edge);
            ask.setString(3, what);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    counts.merge((long) Double.parseDouble(row.getString(1)), 1, Integer::sum);
                }
            }
        }
        return counts;
    }
}
