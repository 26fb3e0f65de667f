package io.edgedfa.host.store.series;

import io.edgedfa.host.store.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows of one fineness and what becomes of them when their time is over: they are added to coarser ones, or deleted. */
final class Tier {
    static final long MINUTE_MS = 60_000;
    static final long HOUR_MS = 60 * MINUTE_MS;

    /** Of some series, those before a time; this form makes both databases search by the primary key, series by series. */
    private static final String DELETE = "DELETE FROM %s WHERE series_id IN (SELECT id FROM series WHERE id > ? AND id <= ?) AND %s < ?";
    private static final String COLUMNS = "(series_id, start_ms, readings, total, least, most)";
    private static final String MERGE = " ON CONFLICT (series_id, start_ms) DO UPDATE SET readings = %1$s.readings + excluded.readings,"
            + " total = %1$s.total + excluded.total,"
            + " least = CASE WHEN excluded.least < %1$s.least THEN excluded.least ELSE %1$s.least END,"
            + " most = CASE WHEN excluded.most > %1$s.most THEN excluded.most ELSE %1$s.most END";

    private final String table;
    private final String time;
    private final String coarser;
    private final String aggregates;
    private final long spanMs;
    private final long keepMs;
    private long keptMs;
    private long beforeMs;

    private Tier(String table, String time, String coarser, String aggregates, long spanMs, long keepMs) {
        this.table = table;
        this.time = time;
        this.coarser = coarser;
        this.aggregates = aggregates;
        this.spanMs = spanMs;
        this.keepMs = keepMs;
        keptMs = keepMs;
    }

    /** Readings that become minutes. */
    static Tier minutes(long keepMs) {
        return new Tier(Volume.READINGS, "time_ms", Volume.MINUTES, "COUNT(*), SUM(value), MIN(value), MAX(value)", MINUTE_MS, keepMs);
    }

    /** Minutes that become hours. */
    static Tier hours(long keepMs) {
        return new Tier(Volume.MINUTES, "start_ms", Volume.HOURS, "SUM(readings), SUM(total), MIN(least), MAX(most)", HOUR_MS, keepMs);
    }

    /** Hours that go. */
    static Tier end(long keepMs) {
        return new Tier(Volume.HOURS, "start_ms", null, null, HOUR_MS, keepMs);
    }

    /** A pass begins: it takes whole spans, so that a span is not written in two parts. */
    void begin(long nowMs) {
        beforeMs = (nowMs - keptMs) / spanMs * spanMs;
    }

    /** Moves what is past its time, of the series with ids in (afterId, upToId]. */
    void move(Connection connection, Dialect dialect, long afterId, long upToId) throws SQLException {
        if (coarser == null) {
            Volume.add(connection, table, -update(connection, DELETE.formatted(table, time), afterId, upToId));
        } else if (dialect == Dialect.POSTGRESQL) {
            moveAtOnce(connection, afterId, upToId);
        } else {
            moveInTwo(connection, afterId, upToId);
        }
    }

    /** In one statement: between two, another host could add a reading that would be deleted without being counted. */
    private void moveAtOnce(Connection connection, long afterId, long upToId) throws SQLException {
        String sql = "WITH gone AS (" + DELETE.formatted(table, time) + " RETURNING *), added AS (INSERT INTO " + coarser + " " + COLUMNS
                + " SELECT series_id, " + start() + ", " + aggregates + " FROM gone GROUP BY 1, 2" + MERGE.formatted(coarser)
                + " RETURNING CASE WHEN xmax = 0 THEN 1 ELSE 0 END AS fresh)"
                + " SELECT (SELECT COUNT(*) FROM gone), (SELECT COALESCE(SUM(fresh), 0) FROM added)";
        try (Statement plan = connection.createStatement()) {
            // However large the tables are said to be: series by series through the primary key, never the whole table.
            plan.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, afterId, upToId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Volume.add(connection, table, -row.getLong(1));
                Volume.add(connection, coarser, row.getLong(2));
            }
        }
    }

    /** For SQLite, where nobody writes in between. The count of coarser rows may come out too high: see {@link #adapt}. */
    private void moveInTwo(Connection connection, long afterId, long upToId) throws SQLException {
        // CROSS JOIN: series by series, in this order.
        int added = update(connection, "INSERT INTO " + coarser + " " + COLUMNS + " SELECT series_id, " + start() + ", " + aggregates
                + " FROM series CROSS JOIN " + table + " WHERE series_id = series.id AND series.id > ? AND series.id <= ? AND "
                + time + " < ? GROUP BY 1, 2" + MERGE.formatted(coarser), afterId, upToId);
        if (added > 0) {
            Volume.add(connection, table, -update(connection, DELETE.formatted(table, time), afterId, upToId));
            Volume.add(connection, coarser, added);
        }
    }

    private String start() {
        return time + " / " + spanMs + " * " + spanMs;
    }

    private int update(Connection connection, String sql, long afterId, long upToId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, afterId, upToId);
            return statement.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, long afterId, long upToId) throws SQLException {
        statement.setLong(1, afterId);
        statement.setLong(2, upToId);
        statement.setLong(3, beforeMs);
    }

    /**
     * Keeps rows for a shorter time while there are more than allowed, for the full time again when there is room.
     *
     * @return whether there are too many, and a further pass would help
     */
    boolean adapt(Connection connection, long mostRows) throws SQLException {
        long rows = Volume.rows(connection, table);
        if (rows > mostRows) {
            rows = Volume.recount(connection, table);
        }
        if (rows <= mostRows) {
            keptMs = rows < mostRows / 10 * 9 ? Math.min(keepMs, keptMs + keptMs / 10 + 1) : keptMs;
            return false;
        }
        boolean more = keptMs > spanMs;
        keptMs = Math.max(spanMs, keptMs / 10 * 8);
        return more;
    }
}
