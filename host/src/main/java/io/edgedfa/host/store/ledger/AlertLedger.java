package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of alerts, and of what is to be told of them. One thread changes them; any may read. */
public final class AlertLedger {
    /** Alerts kept; closed ones beyond it go, the oldest first. */
    static final int KEPT = 100_000;
    /** What waits to be told; beyond it the oldest go. */
    static final int MOST_NOTICES = 10_000;
    private static final int MAX_DETAIL = 500;
    private static final String COLUMNS = "alert.id, group_id, edge_id, rule, since_ms, until_ms, detail";

    /** An alert that is over. */
    public record Closing(AlertRecord alert, long untilMs) {}

    /**
     * Something to be told.
     *
     * @param opened whether the alert opened, else it closed
     */
    public record Notice(long id, AlertRecord alert, boolean opened) {}

    private final Database database;
    private final boolean tells;
    private final int mostNotices;

    /** @param tells whether anybody takes notices; without, none are kept */
    public AlertLedger(Database database, boolean tells) {
        this(database, tells, MOST_NOTICES);
    }

    AlertLedger(Database database, boolean tells, int mostNotices) {
        this.database = database;
        this.tells = tells;
        this.mostNotices = mostNotices;
    }

    /**
     * Opens and closes alerts, as one change.
     *
     * @param seen newest event looked at, by rule; only those that changed
     * @return what was opened, with ids
     * @throws io.edgedfa.host.store.database.StoreException if the database refuses; nothing has changed then
     */
    public List<AlertRecord> change(List<AlertRecord> opened, List<Closing> closed, Map<String, Long> seen) {
        return database.write(connection -> {
            List<AlertRecord> stored = insert(connection, opened);
            close(connection, closed);
            for (Map.Entry<String, Long> rule : seen.entrySet()) {
                Sql.update(connection, "DELETE FROM alert_seen WHERE rule = ?", rule.getKey());
                Sql.update(connection, "INSERT INTO alert_seen (rule, event_id) VALUES (?, ?)", rule.getKey(), rule.getValue());
            }
            if (tells) {
                tell(connection, stored, closed);
            }
            Sql.update(connection, "DELETE FROM alert WHERE until_ms IS NOT NULL AND id <= (SELECT MAX(id) FROM alert) - ?", KEPT);
            return stored;
        });
    }

    private static List<AlertRecord> insert(Connection connection, List<AlertRecord> opened) throws SQLException {
        List<AlertRecord> stored = new ArrayList<>();
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO alert (group_id, edge_id, rule, since_ms, detail) VALUES (?, ?, ?, ?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            for (AlertRecord alert : opened) {
                String detail = alert.detail().length() > MAX_DETAIL ? alert.detail().substring(0, MAX_DETAIL) : alert.detail();
                Sql.bind(add, alert.board().group(), alert.board().edge(), alert.rule(), alert.sinceMs(), detail.replace('\0', ' '));
                add.executeUpdate();
                try (ResultSet key = add.getGeneratedKeys()) {
                    key.next();
                    stored.add(new AlertRecord(key.getLong(1), alert.board(), alert.rule(), alert.sinceMs(), null, detail));
                }
            }
        }
        return stored;
    }

    private static void close(Connection connection, List<Closing> closed) throws SQLException {
        try (PreparedStatement close = connection.prepareStatement("UPDATE alert SET until_ms = ? WHERE id = ?")) {
            for (Closing closing : closed) {
                Sql.bind(close, closing.untilMs(), closing.alert().id());
                close.executeUpdate();
            }
        }
    }

    private void tell(Connection connection, List<AlertRecord> opened, List<Closing> closed) throws SQLException {
        for (AlertRecord alert : opened) {
            Sql.update(connection, "INSERT INTO alert_notice (alert_id, opened) VALUES (?, 1)", alert.id());
        }
        for (Closing closing : closed) {
            Sql.update(connection, "INSERT INTO alert_notice (alert_id, opened) VALUES (?, 0)", closing.alert().id());
        }
        Sql.update(connection, "DELETE FROM alert_notice WHERE id <= (SELECT MAX(id) FROM alert_notice) - ?", mostNotices);
    }

    /** The newest event the rule has looked at; null if it never looked. */
    public Long seen(String rule) {
        return database.read(connection -> {
            try (PreparedStatement ask = connection.prepareStatement("SELECT event_id FROM alert_seen WHERE rule = ?")) {
                Sql.bind(ask, rule);
                try (ResultSet row = ask.executeQuery()) {
                    return row.next() ? (Long) row.getLong(1) : null;
                }
            }
        });
    }

    /** All open alerts. */
    public List<AlertRecord> open() {
        return alerts("SELECT " + COLUMNS + " FROM alert WHERE until_ms IS NULL ORDER BY id");
    }

    /** Alerts, newest first. */
    public List<AlertRecord> list(boolean onlyOpen, int limit, long offset) {
        return alerts("SELECT " + COLUMNS + " FROM alert" + (onlyOpen ? " WHERE until_ms IS NULL" : "") + " ORDER BY id DESC LIMIT ? OFFSET ?",
                limit, offset);
    }

    public long count(boolean onlyOpen) {
        return database.read(connection -> {
            try (PreparedStatement ask = connection.prepareStatement(
                    "SELECT COUNT(*) FROM alert" + (onlyOpen ? " WHERE until_ms IS NULL" : "")); ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** What is to be told next. */
    public Optional<Notice> oldestNotice() {
        String sql = "SELECT " + COLUMNS + ", alert_notice.id, opened FROM alert_notice JOIN alert ON alert.id = alert_id"
                + " ORDER BY alert_notice.id LIMIT 1";
        return database.read(connection -> {
            try (PreparedStatement ask = connection.prepareStatement(sql); ResultSet row = ask.executeQuery()) {
                return row.next() ? Optional.of(new Notice(row.getLong(8), alert(row), row.getInt(9) != 0)) : Optional.empty();
            }
        });
    }

    /** It has been told. */
    public void delivered(long noticeId) {
        database.write(connection -> Sql.update(connection, "DELETE FROM alert_notice WHERE id = ?", noticeId));
    }

    private List<AlertRecord> alerts(String sql, Object... values) {
        return database.read(connection -> {
            List<AlertRecord> alerts = new ArrayList<>();
            try (PreparedStatement ask = connection.prepareStatement(sql)) {
                Sql.bind(ask, values);
                try (ResultSet row = ask.executeQuery()) {
                    while (row.next()) {
                        alerts.add(alert(row));
                    }
                }
            }
            return alerts;
        });
    }

    private static AlertRecord alert(ResultSet row) throws SQLException {
        long until = row.getLong(6);
        Long untilMs = row.wasNull() ? null : until;
        return new AlertRecord(row.getLong(1), new BoardId(row.getString(2), row.getString(3)), row.getString(4), row.getLong(5), untilMs,
                row.getString(7));
    }
}
