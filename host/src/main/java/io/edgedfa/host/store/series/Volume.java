package io.edgedfa.host.store.series;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How many rows the large tables have: kept in the table {@code volume}, changed in the same transaction as they. */
public final class Volume {
    /** Readings as they came. */
    public static final String READINGS = "reading";
    /** Boards' metrics. */
    public static final String SERIES = "series";
    static final String MINUTES = "reading_minute";
    static final String HOURS = "reading_hour";

    private Volume() {}

    /** How many rows a table has by that count. */
    public static long rows(Connection connection, String table) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("SELECT row_count FROM volume WHERE name = ?")) {
            ask.setString(1, table);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Adds to the count; a negative number takes away. */
    public static void add(Connection connection, String table, long rows) throws SQLException {
        if (rows != 0) {
            try (PreparedStatement add = connection.prepareStatement("UPDATE volume SET row_count = row_count + ? WHERE name = ?")) {
                add.setLong(1, rows);
                add.setString(2, table);
                add.executeUpdate();
            }
        }
    }

    /** Counts anew; walks the whole table. */
    static long recount(Connection connection, String table) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "UPDATE volume SET row_count = (SELECT COUNT(*) FROM " + table + ") WHERE name = ?")) {
            set.setString(1, table);
            set.executeUpdate();
        }
        return rows(connection, table);
    }
}
