package io.edgedfa.host.store.ledger;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.CommandAnswer;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.delivery.AnswerLedger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of commands. A board's last word is final; before it a command only goes from open to accepted. That the host gave
 * one up as expired is not final: the board's word, when it comes late, is what happened. Methods that change something are to be
 * called by one thread at a time, but for {@link #apply}.
 */
public final class CommandLedger implements AnswerLedger {
    /** Commands that the board has not heard of: most of all boards together. */
    public static final int MOST_OPEN = 10_000;
    /** And most of one board. */
    public static final int MOST_OPEN_OF_BOARD = 100;
    private static final int KEPT = 100_000;
    private static final int MAX_REASON = 2_000;
    private static final Set<String> ANSWERS =
            Set.of(CommandRecord.ACCEPTED, CommandRecord.DONE, CommandRecord.REFUSED, CommandRecord.EXPIRED);
    private static final String COLUMNS =
            "SELECT id, group_id, edge_id, name, argument, sender, created_ms, expires_ms, state, reason, changed_ms FROM command ";

    private final Database database;
    private final Clock clock;
    private volatile Runnable heard = () -> {};

    public CommandLedger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Who is told when an answer came; there is one. Called before the answer is committed, must not block. */
    public void onAnswer(Runnable listener) {
        heard = listener;
    }

    /**
     * Adds all of them, or none if that were too many open ones.
     *
     * @return what there is too much of, for people; empty if they were added
     */
    public Optional<String> add(List<CommandRecord> commands) {
        return database.write(connection -> {
            Optional<String> refusal = excess(connection, commands);
            if (refusal.isEmpty()) {
                insert(connection, commands);
                trim(connection);
            }
            return refusal;
        });
    }

    private static Optional<String> excess(Connection connection, List<CommandRecord> commands) throws SQLException {
        Map<BoardId, Integer> open = new HashMap<>();
        int total = 0;
        try (PreparedStatement count = connection.prepareStatement(
                "SELECT group_id, edge_id, COUNT(*) FROM command WHERE state = 'open' GROUP BY group_id, edge_id");
                ResultSet row = count.executeQuery()) {
            while (row.next()) {
                open.put(new BoardId(row.getString(1), row.getString(2)), row.getInt(3));
                total += row.getInt(3);
            }
        }
        if (total + commands.size() > MOST_OPEN) {
            return Optional.of(total + " commands wait for their boards; allowed with these: " + MOST_OPEN);
        }
        return commands.stream().filter(command -> open.merge(command.board(), 1, Integer::sum) > MOST_OPEN_OF_BOARD).findFirst()
                .map(command -> MOST_OPEN_OF_BOARD + " commands wait for " + command.board() + ", no more are allowed");
    }

    private static void insert(Connection connection, List<CommandRecord> commands) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("""
                INSERT INTO command (id, group_id, edge_id, name, argument, sender, created_ms, expires_ms, state, reason, changed_ms, answered)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""")) {
            for (CommandRecord c : commands) {
                Sql.bind(add, c.id(), c.board().group(), c.board().edge(), c.name(), c.argument(), c.sender(), c.createdMs(), c.expiresMs(),
                        c.state(), c.reason(), c.changedMs());
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    private static void trim(Connection connection) throws SQLException {
        try (PreparedStatement trim = connection.prepareStatement("""
                DELETE FROM command WHERE state NOT IN ('open', 'accepted')
                    AND number <= (SELECT number FROM command ORDER BY number DESC LIMIT 1 OFFSET ?)""")) {
            Sql.bind(trim, KEPT);
            trim.executeUpdate();
        }
    }

    /** In the transaction of the message that brought it. An answer to nothing, or after the last word, changes nothing. */
    @Override
    public void apply(Connection connection, CommandAnswer answer) throws SQLException {
        if (!ANSWERS.contains(answer.state())) {
            return;
        }
        boolean last = !answer.state().equals(CommandRecord.ACCEPTED);
        String reason = answer.reason().length() <= MAX_REASON ? answer.reason() : answer.reason().substring(0, MAX_REASON);
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE command SET state = ?, reason = ?, changed_ms = ?, answered = ?
                WHERE id = ? AND group_id = ? AND edge_id = ? AND answered = 0 AND (state = 'open' OR 1 = ?)""")) {
            Sql.bind(update, answer.state(), reason, clock.millis(), last ? 1 : 0, answer.id(), answer.board().group(), answer.board().edge(),
                    last ? 1 : 0);
            update.executeUpdate();
        }
        heard.run();
    }

    /** Gives up the commands whose time was over by then and whose last word is not here. @return how many */
    public int expire(long thenMs) {
        return database.write(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE command SET changed_ms = ?, reason = CASE WHEN state = 'open' THEN 'the board did not answer in time'
                            ELSE 'the board accepted it and was not heard of again in time' END, state = 'expired'
                    WHERE state IN ('open', 'accepted') AND expires_ms <= ?""")) {
                Sql.bind(update, clock.millis(), thenMs);
                return update.executeUpdate();
            }
        });
    }

    /** Commands in one state, in the order they were given. */
    public List<CommandRecord> inState(String state) {
        return records(COLUMNS + "WHERE state = ? ORDER BY number", state);
    }

    public Optional<CommandRecord> find(String id) {
        return records(COLUMNS + "WHERE id = ?", id).stream().findFirst();
    }

    /** Newest first. @param board null for all */
    public List<CommandRecord> newest(BoardId board, int limit, long offset) {
        return board == null ? records(COLUMNS + "ORDER BY number DESC LIMIT ? OFFSET ?", limit, offset)
                : records(COLUMNS + "WHERE group_id = ? AND edge_id = ? ORDER BY number DESC LIMIT ? OFFSET ?", board.group(), board.edge(),
                        limit, offset);
    }

    /** @param board null for all */
    public long count(BoardId board) {
        return board == null ? number("SELECT COUNT(*) FROM command")
                : number("SELECT COUNT(*) FROM command WHERE group_id = ? AND edge_id = ?", board.group(), board.edge());
    }

    private long number(String sql, Object... values) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                Sql.bind(query, values);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    private List<CommandRecord> records(String sql, Object... values) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                Sql.bind(query, values);
                List<CommandRecord> records = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        records.add(record(row));
                    }
                }
                return records;
            }
        });
    }

    private static CommandRecord record(ResultSet row) throws SQLException {
        return new CommandRecord(row.getString(1), new BoardId(row.getString(2), row.getString(3)), row.getString(4), row.getString(5),
                row.getString(6), row.getLong(7), row.getLong(8), row.getString(9), row.getString(10), row.getLong(11));
    }
}
