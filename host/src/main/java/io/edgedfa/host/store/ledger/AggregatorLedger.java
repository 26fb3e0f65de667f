package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The hosts that share a database, and until when each is known to live. Time is the database's, so that the hosts' clocks do not
 * have to agree. Safe for use by many threads.
 */
public final class AggregatorLedger {
    private static final long FORGET_MS = Duration.ofDays(1).toMillis();

    private final Database database;
    private final String nowMs;

    public AggregatorLedger(Database database) {
        this.database = database;
        nowMs = database.dialect() == Dialect.SQLITE
                ? "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
                : "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    }

    /**
     * Renews the lease of one host, or begins it.
     *
     * @return the names of all that live, in order
     * @throws io.edgedfa.host.store.database.StoreException if the database cannot be reached
     */
    public List<String> renew(String name, Duration lease) {
        return database.write(connection -> {
            String sql = "INSERT INTO aggregator (name, since_ms, expires_ms) VALUES (?, " + nowMs + ", " + nowMs + " + ?)"
                    + " ON CONFLICT (name) DO UPDATE SET since_ms = CASE WHEN aggregator.expires_ms > " + nowMs
                    + " THEN aggregator.since_ms ELSE excluded.since_ms END, expires_ms = excluded.expires_ms";
            try (PreparedStatement renew = connection.prepareStatement(sql)) {
                renew.setString(1, name);
                renew.setLong(2, lease.toMillis());
                renew.executeUpdate();
            }
            try (PreparedStatement forget = connection.prepareStatement(
                    "DELETE FROM aggregator WHERE expires_ms < " + nowMs + " - ?")) {
                forget.setLong(1, FORGET_MS);
                forget.executeUpdate();
            }
            return living(connection);
        });
    }

    /** The names of all hosts that live, in order. */
    public List<String> living() {
        return database.read(this::living);
    }

    private List<String> living(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement(
                "SELECT name FROM aggregator WHERE expires_ms > " + nowMs + " ORDER BY name"); ResultSet row = ask.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    /** Ends the lease of a host that stops in order: the others need not wait for it to expire. */
    public void leave(String name) {
        database.write(connection -> {
            try (PreparedStatement leave = connection.prepareStatement("DELETE FROM aggregator WHERE name = ?")) {
                leave.setString(1, name);
                return leave.executeUpdate();
            }
        });
    }
}
