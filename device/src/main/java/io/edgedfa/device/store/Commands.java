package io.edgedfa.device.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Commands that the board was sent, newest ones only, and the orders that stand. Each change of a command's state puts its answer
 * into the outbox in the same transaction: UTF-8, {@code ID LF STATE LF REASON}.
 */
public final class Commands {
    public static final int MAX_ID = 64;
    private static final int KEPT = 1_000;
    private static final int MAX_REASON = 1_000;
    private static final String COLUMNS = "SELECT id, name, argument, expires_ms, state, reason, time_ms FROM command ";

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    /**
     * What came of a command that arrived.
     *
     * @param isNew  whether it was not known
     * @param answer now in the outbox; empty if it is there already
     */
    public record Receipt(boolean isNew, Optional<Entry> answer) {}

    Commands(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Keeps a command and answers with its state. One that is known already is answered with the state that it has, unless that
     * answer still waits in the outbox.
     */
    public Receipt receive(StoredCommand command) {
        return database.write("command could not be kept", () -> {
            Optional<StoredCommand> known = find(command.id());
            if (known.isEmpty()) {
                database.update("INSERT INTO command (id, name, argument, expires_ms, state, reason, time_ms, answer)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 0)", command.id(), command.name(), command.argument(), command.expiresMs(),
                        command.state().word(), cut(command.reason()), command.timeMs());
                database.update("DELETE FROM command WHERE number <= (SELECT number FROM command ORDER BY number DESC LIMIT 1 OFFSET ?)", KEPT);
                return new Receipt(true, Optional.of(answer(command)));
            }
            long last = database.number("SELECT answer FROM command WHERE id = ?", command.id());
            return new Receipt(false, outbox.holds(last) ? Optional.empty() : Optional.of(answer(known.get())));
        });
    }

    /**
     * Ends a command that was accepted.
     *
     * @param state    a final one
     * @param standing orders that hold from now on, by name; an empty value ends one
     * @return the answer; empty if there is no such command
     */
    public Optional<Entry> finish(String id, CommandState state, String reason, Map<String, String> standing) {
        return database.write("command could not be ended", () -> {
            Optional<StoredCommand> known = find(id).filter(command -> command.state() == CommandState.ACCEPTED);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            StoredCommand was = known.get();
            StoredCommand now = new StoredCommand(id, was.name(), was.argument(), was.expiresMs(), state, cut(reason), clock.millis());
            database.update("UPDATE command SET state = ?, reason = ?, time_ms = ? WHERE id = ?", state.word(), now.reason(), now.timeMs(), id);
            for (Map.Entry<String, String> order : standing.entrySet()) {
                database.update("DELETE FROM standing WHERE name = ?", order.getKey());
                if (!order.getValue().isEmpty()) {
                    database.update("INSERT INTO standing (name, value) VALUES (?, ?)", order.getKey(), order.getValue());
                }
            }
            return Optional.of(answer(now));
        });
    }

    private Entry answer(StoredCommand command) throws SQLException {
        String body = command.id() + '\n' + command.state().word() + '\n' + cut(command.reason());
        Entry entry = outbox.put(Entry.Kind.ANSWER, clock.millis(), body.getBytes(StandardCharsets.UTF_8));
        database.update("UPDATE command SET answer = ? WHERE id = ?", entry.number(), command.id());
        return entry;
    }

    /** In one line, never within a character of two units. */
    private static String cut(String text) {
        String reason = text.replace('\n', ' ');
        int end = Math.min(reason.length(), MAX_REASON);
        return reason.substring(0, end > 0 && end < reason.length() && Character.isHighSurrogate(reason.charAt(end - 1)) ? end - 1 : end);
    }

    /** Those that were accepted and not ended, in the order they came. */
    public List<StoredCommand> unfinished() {
        return database.read("commands could not be read", () -> commands(COLUMNS + "WHERE state = 'accepted' ORDER BY number"));
    }

    /** @param limit most commands, 0 and more. @return newest first */
    public List<StoredCommand> latest(int limit) {
        return database.read("commands could not be read", () -> commands(COLUMNS + "ORDER BY number DESC LIMIT ?", limit));
    }

    /** What holds until it is taken back, by name. */
    public Map<String, String> standing() {
        return database.read("standing orders could not be read", () -> {
            Map<String, String> standing = new TreeMap<>();
            try (ResultSet row = database.query("SELECT name, value FROM standing")) {
                while (row.next()) {
                    standing.put(Database.text(row, 1), Database.text(row, 2));
                }
            }
            return standing;
        });
    }

    private Optional<StoredCommand> find(String id) throws SQLException {
        return commands(COLUMNS + "WHERE id = ?", id).stream().findFirst();
    }

    private List<StoredCommand> commands(String sql, Object... values) throws SQLException {
        List<StoredCommand> commands = new ArrayList<>();
        try (ResultSet row = database.query(sql, values)) {
            while (row.next()) {
                commands.add(new StoredCommand(Database.text(row, 1), Database.text(row, 2), Database.text(row, 3), row.getLong(4),
                        CommandState.of(Database.text(row, 5)), Database.text(row, 6), row.getLong(7)));
            }
        }
        return commands;
    }
}
