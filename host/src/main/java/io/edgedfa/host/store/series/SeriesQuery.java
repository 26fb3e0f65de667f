package io.edgedfa.host.store.series;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.series.Series.Resolution;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a metric over time from readings, minutes and hours together: which of them holds a moment depends on how far the
 * {@link Rollup} is.
 */
public final class SeriesQuery {
    private static final String ID = "SELECT series.id FROM series JOIN board ON board.id = board_id"
            + " WHERE group_id = ? AND edge_id = ? AND metric = ?";
    private static final String RANGE = " WHERE series_id = ? AND %1$s >= ? AND %1$s <= ?";
    private static final String ALL = "SELECT time_ms, 1 AS readings, value AS total, value AS least, value AS most FROM reading"
            + RANGE.formatted("time_ms") + " UNION ALL SELECT start_ms, readings, total, least, most FROM reading_minute"
            + RANGE.formatted("start_ms") + " UNION ALL SELECT start_ms, readings, total, least, most FROM reading_hour"
            + RANGE.formatted("start_ms");
    private static final String EXTENT = "SELECT COUNT(*), MIN(time_ms), MAX(time_ms) FROM (" + ALL + ") AS rows_found";
    private static final String REDUCED = "SELECT MAX(time_ms), SUM(total) / SUM(readings), MIN(least), MAX(most) FROM (" + ALL
            + ") AS rows_found GROUP BY (time_ms - ?) / ? ORDER BY 1";

    private final Connection connection;
    private final Retention retention;

    /**
     * Asks within one transaction.
     *
     * @param retention by which the database is trimmed: tells how fine what is kept can be
     */
    public SeriesQuery(Connection connection, Retention retention) {
        this.connection = connection;
        this.retention = retention;
    }

    /**
     * A metric over time; what is more than {@code points} is reduced to means over equal spans.
     *
     * @param fromMs milliseconds since 1970 UTC, inclusive
     * @param toMs   the same
     * @param points about how many at most, at least 1
     * @param nowMs  the present time
     * @return no points for an unknown board or metric
     */
    public Series ask(BoardId board, String metric, long fromMs, long toMs, int points, long nowMs) throws SQLException {
        Long id = id(board, metric);
        if (id == null) {
            return new Series(Resolution.RAW, List.of());
        }
        try (PreparedStatement ask = connection.prepareStatement(EXTENT)) {
            bind(ask, id, fromMs, toMs);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                long first = row.getLong(2);
                Resolution resolution = resolution(Math.max(fromMs, first), nowMs);
                // Coarser rows than asked for are as fine as it gets, finer ones are reduced to one fineness.
                long width = row.getLong(1) <= points ? resolution.spanMs
                        : roundedUp((row.getLong(3) - first) / points + 1, resolution.spanMs);
                return new Series(resolution, read(id, fromMs, toMs, first / resolution.spanMs * resolution.spanMs, width));
            }
        }
    }

    private Resolution resolution(long fromMs, long nowMs) {
        long ageMs = nowMs - fromMs;
        if (ageMs <= retention.raw().toMillis()) {
            return Resolution.RAW;
        }
        return ageMs <= retention.minutes().toMillis() ? Resolution.MINUTE : Resolution.HOUR;
    }

    private static long roundedUp(long width, long span) {
        return (width + span - 1) / span * span;
    }

    private List<SeriesPoint> read(long id, long fromMs, long toMs, long originMs, long widthMs) throws SQLException {
        List<SeriesPoint> points = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement(REDUCED)) {
            bind(ask, id, fromMs, toMs);
            ask.setLong(10, originMs);
            ask.setLong(11, widthMs);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    points.add(new SeriesPoint(row.getLong(1), row.getDouble(2), row.getDouble(3), row.getDouble(4)));
                }
            }
        }
        return points;
    }

    private static void bind(PreparedStatement ask, long id, long fromMs, long toMs) throws SQLException {
        for (int table = 0; table < 3; table++) {
            ask.setLong(3 * table + 1, id);
            ask.setLong(3 * table + 2, fromMs);
            ask.setLong(3 * table + 3, toMs);
        }
    }

    private Long id(BoardId board, String metric) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(ID)) {
            ask.setString(1, board.group());
            ask.setString(2, board.edge());
            ask.setString(3, metric);
            try (ResultSet row = ask.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }
}
