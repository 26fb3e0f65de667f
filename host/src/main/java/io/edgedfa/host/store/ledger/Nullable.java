package io.edgedfa.host.store.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Columns that may be without a value. */
final class Nullable {
    private Nullable() {}

    static Long time(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
