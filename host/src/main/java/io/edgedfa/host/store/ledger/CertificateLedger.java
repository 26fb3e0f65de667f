package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** The table of certificates that the fleet's authority has issued. */
public final class CertificateLedger {
    private final Database database;

    public CertificateLedger(Database database) {
        this.database = database;
    }

    /** Adds one; its serial number is new. */
    public void add(CertificateRecord certificate) {
        database.write(connection -> {
            try (PreparedStatement add = connection.prepareStatement(
                    "INSERT INTO certificate (serial, name, kind, issued_ms, expires_ms, revoked_ms) VALUES (?, ?, ?, ?, ?, NULL)")) {
                add.setString(1, certificate.serial());
                add.setString(2, certificate.name());
                add.setString(3, certificate.kind());
                add.setLong(4, certificate.issuedMs());
                add.setLong(5, certificate.expiresMs());
                return add.executeUpdate();
            }
        });
    }

    /** All that were issued, by name and then by time. */
    public List<CertificateRecord> all() {
        return database.read(connection -> {
            List<CertificateRecord> certificates = new ArrayList<>();
            try (PreparedStatement ask = connection.prepareStatement("SELECT serial, name, kind, issued_ms, expires_ms, revoked_ms"
                    + " FROM certificate ORDER BY name, issued_ms, serial"); ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    certificates.add(new CertificateRecord(row.getString(1), row.getString(2), row.getString(3), row.getLong(4),
                            row.getLong(5), Nullable.time(row, 6)));
                }
            }
            return certificates;
        });
    }

    /** Marks one as revoked; a second time changes nothing. */
    public void revoke(String serial, long nowMs) {
        database.write(connection -> {
            try (PreparedStatement revoke = connection.prepareStatement(
                    "UPDATE certificate SET revoked_ms = ? WHERE serial = ? AND revoked_ms IS NULL")) {
                revoke.setLong(1, nowMs);
                revoke.setString(2, serial);
                return revoke.executeUpdate();
            }
        });
    }
}
