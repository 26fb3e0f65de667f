package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The last reading of each series, on its way into {@code series.last_value}. Gathered here for a while: written with every
 * reading it would double the work. A host that is killed loses at most that while of it, never readings.
 */
final class LatestValues {
    static final long WRITE_EVERY_MS = 30_000;
    private static final int MOST = 100_000;
    private static final Bulk SET = new Bulk(
            "UPDATE series SET last_ms = ?2, last_value = ?3 WHERE id = ?1 AND (last_ms IS NULL OR last_ms <= ?2)",
            "UPDATE series SET last_ms = new.time_ms, last_value = new.value FROM unnest(?, ?, ?) AS new (id, time_ms, value)"
                    + " WHERE series.id = new.id AND (last_ms IS NULL OR last_ms <= new.time_ms)");

    private record Last(long timeMs, double value) {}

    private final Map<Long, Last> values = new HashMap<>();
    private long nextMs = Long.MIN_VALUE;

    /** Takes committed readings. */
    void take(ReadingRows readings) {
        readings.each((series, timeMs, value) -> {
            Last known = values.get(series);
            if (known == null || known.timeMs() <= timeMs) {
                values.put(series, new Last(timeMs, value));
            }
        });
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    boolean due(long nowMs) {
        return !values.isEmpty() && (nowMs >= nextMs || values.size() > MOST);
    }

    void write(Connection connection, Dialect dialect) throws SQLException {
        long[] series = values.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        long[] times = new long[series.length];
        double[] numbers = new double[series.length];
        for (int i = 0; i < series.length; i++) {
            Last last = values.get(series[i]);
            times[i] = last.timeMs();
            numbers[i] = last.value();
        }
        SET.execute(connection, dialect, series, times, numbers);
    }

    /** What was taken is committed. */
    void written(long nowMs) {
        values.clear();
        nextMs = nowMs + WRITE_EVERY_MS;
    }
}
