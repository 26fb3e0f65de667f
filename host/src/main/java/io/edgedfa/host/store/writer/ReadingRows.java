package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.database.Dialect;
import io.edgedfa.host.store.series.Volume;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Readings of one transaction on their way into the table {@code reading}. */
final class ReadingRows {
    private static final Bulk ADD = new Bulk(
            "INSERT INTO reading (series_id, time_ms, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            "INSERT INTO reading (series_id, time_ms, value) SELECT * FROM unnest(?, ?, ?) ON CONFLICT DO NOTHING");

    private record Row(long series, long timeMs, double value) {}

    /** Takes one row. */
    interface Taker {
        void take(long series, long timeMs, double value);
    }

    private final List<Row> rows = new ArrayList<>();

    void add(long series, long timeMs, double value) {
        rows.add(new Row(series, timeMs, value));
    }

    void each(Taker taker) {
        rows.forEach(row -> taker.take(row.series, row.timeMs, row.value));
    }

    /** Writes all; in the key's order, which touches the fewest pages. */
    void write(Connection connection, Dialect dialect) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        rows.sort(Comparator.comparingLong(Row::series).thenComparingLong(Row::timeMs)); // stable: the first of equal keys is kept
        long[] series = rows.stream().mapToLong(Row::series).toArray();
        long[] times = rows.stream().mapToLong(Row::timeMs).toArray();
        double[] values = rows.stream().mapToDouble(Row::value).toArray();
        Volume.add(connection, Volume.READINGS, ADD.execute(connection, dialect, series, times, values));
    }
}
