package io.edgedfa.host.store.database;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** Tells a statement the database will never accept from a database that is away for a while. */
public final class Refusal {
    private Refusal() {}

    /** Whether what was to be written is the reason: trying again would not help. */
    public static boolean ofContent(SQLException e) {
        for (SQLException next = e; next != null; next = next.getNextException()) {
            if (next instanceof SQLiteException sqlite) {
                return switch (sqlite.getResultCode().code & 0xff) {
                    case 18, 19, 20, 25 -> true; // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE
                    default -> false;
                };
            }
            String state = next.getSQLState() == null ? "" : next.getSQLState();
            // PostgreSQL: data exception, integrity constraint violation, program limit exceeded
            if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
                return true;
            }
        }
        return false;
    }
}
