package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of rollouts and their boards. Safe for use by many threads and hosts. */
public final class RolloutLedger {
    /** Rollouts kept; the oldest that are over go. */
    public static final int KEPT = 1_000;
    private static final String ROLLOUTS = "SELECT id, model, version, group_id, canary_percent, halt_percent, sender, created_ms, expires_ms,"
            + " state, reason, changed_ms FROM rollout ";
    private static final String BOARDS = """
            SELECT b.group_id, b.edge_id, b.canary, b.command_id, c.state, c.reason FROM rollout_board b
            LEFT JOIN command c ON c.id = b.command_id WHERE b.rollout = ? ORDER BY b.position""";

    private final Database database;

    public RolloutLedger(Database database) {
        this.database = database;
    }

    /** @param boards in the order in which they are to be asked */
    public void add(RolloutRecord r, List<RolloutBoard> boards) {
        database.write(connection -> {
            Sql.update(connection, "INSERT INTO rollout (id, model, version, group_id, canary_percent, halt_percent, sender, created_ms, expires_ms,"
                            + " state, reason, changed_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    r.id(), r.model(), r.version(), r.group(), r.canaryPercent(), r.haltPercent(), r.sender(), r.createdMs(), r.expiresMs(),
                    r.state(), r.reason(), r.changedMs());
            insert(connection, r.id(), boards);
            trim(connection);
            return null;
        });
    }

    private static void insert(Connection connection, String rollout, List<RolloutBoard> boards) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("INSERT INTO rollout_board (rollout, position, group_id, edge_id, canary,"
                + " command_id, claimed_ms) VALUES (?, ?, ?, ?, ?, '', 0)")) {
            for (int i = 0; i < boards.size(); i++) {
                Sql.bind(add, rollout, i, boards.get(i).board().group(), boards.get(i).board().edge(), boards.get(i).canary() ? 1 : 0);
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    private static void trim(Connection connection) throws SQLException {
        String old = "SELECT id FROM rollout WHERE state <> '" + RolloutRecord.RUNNING
                + "' AND number <= (SELECT number FROM rollout ORDER BY number DESC LIMIT 1 OFFSET ?)";
        Sql.update(connection, "DELETE FROM rollout_board WHERE rollout IN (" + old + ")", KEPT);
        Sql.update(connection, "DELETE FROM rollout WHERE id IN (" + old + ")", KEPT);
    }

    /** Ends a rollout that runs. @return false if it was over already */
    public boolean end(String id, String state, String reason, long nowMs) {
        return database.write(connection -> Sql.update(connection, "UPDATE rollout SET state = ?, reason = ?, changed_ms = ? WHERE id = ? AND state = ?",
                state, reason, nowMs, id, RolloutRecord.RUNNING)) > 0;
    }

    /**
     * Takes on to ask a board.
     *
     * @param staleMs what somebody else took on before then and did not do counts as not taken on
     * @return false if it has been asked, or somebody else is about to
     */
    public boolean claim(String id, BoardId board, long nowMs, long staleMs) {
        return database.write(connection -> Sql.update(connection, "UPDATE rollout_board SET claimed_ms = ? WHERE rollout = ? AND group_id = ?"
                + " AND edge_id = ? AND command_id = '' AND claimed_ms <= ?", nowMs, id, board.group(), board.edge(), staleMs)) > 0;
    }

    /** The board has been asked. */
    public void asked(String id, BoardId board, String command) {
        database.write(connection -> Sql.update(connection, "UPDATE rollout_board SET command_id = ? WHERE rollout = ? AND group_id = ?"
                + " AND edge_id = ?", command, id, board.group(), board.edge()));
    }

    /** Newest first. */
    public List<RolloutRecord> newest(int limit, long offset) {
        return rollouts(ROLLOUTS + "ORDER BY number DESC LIMIT ? OFFSET ?", limit, offset);
    }

    public List<RolloutRecord> running() {
        return rollouts(ROLLOUTS + "WHERE state = ? ORDER BY number", RolloutRecord.RUNNING);
    }

    public Optional<RolloutRecord> find(String id) {
        return rollouts(ROLLOUTS + "WHERE id = ?", id).stream().findFirst();
    }

    public long count() {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT COUNT(*) FROM rollout"); ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** In the order in which they are asked. */
    public List<RolloutBoard> boards(String id) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(BOARDS)) {
                Sql.bind(query, id);
                List<RolloutBoard> boards = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        boards.add(board(row));
                    }
                }
                return boards;
            }
        });
    }

    private static RolloutBoard board(ResultSet row) throws SQLException {
        String command = row.getString(4);
        String state = row.getString(5);
        // a command that is no longer kept ended long ago
        String told = command.isEmpty() ? RolloutBoard.WAITING : state == null ? CommandRecord.EXPIRED : state;
        return new RolloutBoard(new BoardId(row.getString(1), row.getString(2)), row.getInt(3) == 1, command, told,
                row.getString(6) == null ? "" : row.getString(6));
    }

    private List<RolloutRecord> rollouts(String sql, Object... values) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                Sql.bind(query, values);
                List<RolloutRecord> records = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        records.add(rollout(row));
                    }
                }
                return records;
            }
        });
    }

    private static RolloutRecord rollout(ResultSet row) throws SQLException {
        return new RolloutRecord(row.getString(1), row.getString(2), row.getLong(3), row.getString(4), row.getInt(5), row.getInt(6),
                row.getString(7), row.getLong(8), row.getLong(9), row.getString(10), row.getString(11), row.getLong(12));
    }
}
