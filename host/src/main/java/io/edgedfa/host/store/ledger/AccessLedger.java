package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The tables of access: tokens and the audit trail. */
public final class AccessLedger {
    /** Entries of the audit trail that are kept. */
    public static final long MOST_AUDITED = 1_000_000;
    /** Tokens that no longer work and are still listed. */
    private static final int MOST_PAST = 200;

    private final Database database;

    public AccessLedger(Database database) {
        this.database = database;
    }

    /**
     * Adds a token. One of the same name that no longer works makes room for it.
     *
     * @param most working tokens that there may be, this one included
     * @throws IllegalArgumentException if a working token has the name, or there are too many
     */
    public void addToken(TokenRecord token, int most) {
        database.write(connection -> {
            List<TokenRecord> past = new ArrayList<>(tokens(connection));
            List<TokenRecord> working = past.stream().filter(known -> known.worksAt(token.createdMs())).toList();
            past.removeAll(working);
            if (working.stream().anyMatch(known -> known.name().equals(token.name()))) {
                throw new IllegalArgumentException("a token named '" + token.name() + "' works already; allowed is another name, or to"
                        + " revoke that one first");
            }
            if (working.size() >= most) {
                throw new IllegalArgumentException("there are " + working.size() + " working tokens; allowed are at most " + most);
            }
            past.sort((a, b) -> Long.compare(b.createdMs(), a.createdMs()));
            for (int i = 0; i < past.size(); i++) {
                if (i >= MOST_PAST || past.get(i).name().equals(token.name())) {
                    forget(connection, past.get(i).name());
                }
            }
            insert(connection, token);
            return null;
        });
    }

    private static void forget(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM access_token WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    private static void insert(Connection connection, TokenRecord token) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO access_token (name, hash, role, created_ms, expires_ms, revoked_ms) VALUES (?, ?, ?, ?, ?, NULL)")) {
            add.setString(1, token.name());
            add.setString(2, token.hash());
            add.setString(3, token.role());
            add.setLong(4, token.createdMs());
            if (token.expiresMs() == null) {
                add.setNull(5, Types.BIGINT);
            } else {
                add.setLong(5, token.expiresMs());
            }
            add.executeUpdate();
        }
    }

    /** By name. */
    public List<TokenRecord> tokens() {
        return database.read(AccessLedger::tokens);
    }

    private static List<TokenRecord> tokens(Connection connection) throws SQLException {
        List<TokenRecord> tokens = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement(
                "SELECT name, hash, role, created_ms, expires_ms, revoked_ms FROM access_token ORDER BY name");
                ResultSet row = ask.executeQuery()) {
            while (row.next()) {
                tokens.add(new TokenRecord(row.getString(1), row.getString(2), row.getString(3), row.getLong(4), Nullable.time(row, 5),
                        Nullable.time(row, 6)));
            }
        }
        return tokens;
    }

    /** @return false if no token of the name works */
    public boolean revokeToken(String name, long nowMs) {
        return database.write(connection -> {
            try (PreparedStatement revoke = connection.prepareStatement("UPDATE access_token SET revoked_ms = ?"
                    + " WHERE name = ? AND revoked_ms IS NULL AND (expires_ms IS NULL OR expires_ms > ?)")) {
                revoke.setLong(1, nowMs);
                revoke.setString(2, name);
                revoke.setLong(3, nowMs);
                return revoke.executeUpdate() > 0;
            }
        });
    }

    /** Adds to the audit trail. */
    public void audit(long timeMs, String who, String action, String detail) {
        database.write(connection -> {
            audit(connection, new AuditRecord(0, timeMs, who, action, detail));
            return null;
        });
    }

    private static void audit(Connection connection, AuditRecord entry) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("INSERT INTO audit (time_ms, who, action, detail) VALUES (?, ?, ?, ?)");
                PreparedStatement trim = connection.prepareStatement("DELETE FROM audit WHERE id <= (SELECT MAX(id) FROM audit) - ?")) {
            add.setLong(1, entry.timeMs());
            add.setString(2, entry.who());
            add.setString(3, entry.action());
            add.setString(4, entry.detail());
            add.executeUpdate();
            trim.setLong(1, MOST_AUDITED);
            trim.executeUpdate();
        }
    }

    /** The newest entries with a number below {@code beforeId}, newest first. */
    public List<AuditRecord> audited(long beforeId, int limit) {
        return database.read(connection -> {
            List<AuditRecord> entries = new ArrayList<>();
            try (PreparedStatement ask = connection.prepareStatement(
                    "SELECT id, time_ms, who, action, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?")) {
                ask.setLong(1, beforeId);
                ask.setInt(2, limit);
                try (ResultSet row = ask.executeQuery()) {
                    while (row.next()) {
                        entries.add(new AuditRecord(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5)));
                    }
                }
            }
            return entries;
        });
    }
}
