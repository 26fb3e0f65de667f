package io.edgedfa.host.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Deletes what {@link Retention} no longer allows. Runs on the writer's connection, inside its transaction. */
final class Trimmer {
    /** Events are few; this bounds them if boards flap for days. */
    static final long MAX_EVENTS = 100_000;
    private static final int MAX_STEPS = 200;

    // The sub-select makes the delete walk the primary key (series, time) once per series instead of the whole table.
    static final String DELETE_READINGS =
            "DELETE FROM reading WHERE series_id IN (SELECT id FROM series) AND time_ms < ?";
    private static final String OLDEST_READING =
            "SELECT MIN(oldest) FROM (SELECT (SELECT MIN(time_ms) FROM reading WHERE series_id = series.id) AS oldest FROM series) AS ages";

    private final Connection connection;
    private final Retention retention;

    Trimmer(Connection connection, Retention retention) {
        this.connection = connection;
        this.retention = retention;
    }

    Retention retention() {
        return retention;
    }

    /** Readings in the database; walks the whole table. */
    long count() throws SQLException {
        return query("SELECT COUNT(*) FROM reading");
    }

    /**
     * Deletes by age, then the oldest until the row limit holds.
     *
     * @param rows readings in the database
     * @return readings left
     */
    long trim(long nowMs, long rows) throws SQLException {
        long cutoff = nowMs - retention.age().toMillis();
        long left = rows - delete(DELETE_READINGS, cutoff);
        delete("DELETE FROM event WHERE time_ms < ?", cutoff);
        delete("DELETE FROM event WHERE id <= (SELECT MAX(id) FROM event) - ?", MAX_EVENTS);
        // Steps of a tenth of the remaining span: at most a tenth too much is deleted where readings come evenly.
        for (int step = 0; left > retention.rows() && step < MAX_STEPS; step++) {
            long oldest = query(OLDEST_READING);
            left -= delete(DELETE_READINGS, oldest + Math.max(1, (nowMs - oldest) / 10));
        }
        return left;
    }

    private int delete(String sql, long bound) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, bound);
            return statement.executeUpdate();
        }
    }

    private long query(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql); ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
