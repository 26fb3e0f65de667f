package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.database.Dialect;
import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes many rows of numbers with one statement: on PostgreSQL in one round trip, a column bound as an array; on SQLite, where
 * a call costs little, row by row.
 *
 * @param row    for SQLite, with a parameter for each column of one row
 * @param arrays for PostgreSQL, with a parameter for each column, meant for {@code unnest}
 */
record Bulk(String row, String arrays) {
    /**
     * @param columns {@code long[]} or {@code double[]}, all of the same length
     * @return rows changed
     */
    int execute(Connection connection, Dialect dialect, Object... columns) throws SQLException {
        return dialect == Dialect.POSTGRESQL ? atOnce(connection, columns) : oneByOne(connection, columns);
    }

    private int atOnce(Connection connection, Object[] columns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(arrays)) {
            for (int i = 0; i < columns.length; i++) {
                statement.setObject(i + 1, columns[i]);
            }
            return statement.executeUpdate();
        }
    }

    private int oneByOne(Connection connection, Object[] columns) throws SQLException {
        int changed = 0;
        try (PreparedStatement statement = connection.prepareStatement(row)) {
            int rows = Array.getLength(columns[0]);
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < columns.length; i++) {
                    if (columns[i] instanceof long[] numbers) {
                        statement.setLong(i + 1, numbers[r]);
                    } else {
                        statement.setDouble(i + 1, ((double[]) columns[i])[r]);
                    }
                }
                changed += statement.executeUpdate();
            }
        }
        return changed;
    }
}
