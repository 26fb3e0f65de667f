package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.database.Dialect;
import io.edgedfa.host.store.delivery.Numbering;
import io.edgedfa.host.store.delivery.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Up to which number of each outbox everything is stored, within one transaction. The rows are locked from the first look to the
 * commit (SQLite has one writer at a time), so of two hosts on one database only one stores a message.
 */
final class Watermarks {
    /** One outbox. */
    record Key(long board, long store) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return board != other.board ? Long.compare(board, other.board) : Long.compare(store, other.store);
        }
    }

    private static final String FIND = "SELECT board_id, store_id, acknowledged FROM outbox WHERE ";
    private static final Bulk ADD = new Bulk(
            "INSERT INTO outbox (board_id, store_id, acknowledged) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
            "INSERT INTO outbox (board_id, store_id, acknowledged) SELECT board, store, 0 FROM unnest(?, ?) AS new (board, store)"
                    + " ON CONFLICT DO NOTHING");
    private static final Bulk SET = new Bulk(
            "UPDATE outbox SET acknowledged = ? WHERE board_id = ? AND store_id = ?",
            "UPDATE outbox SET acknowledged = new.number FROM unnest(?, ?, ?) AS new (number, board, store)"
                    + " WHERE board_id = new.board AND store_id = new.store");

    private final Connection connection;
    private final Dialect dialect;
    private final Map<Key, Long> acknowledged = new TreeMap<>();
    private final Map<Key, Long> changed = new TreeMap<>();

    Watermarks(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Locks and reads; in the keys' order, so that two hosts do not wait for each other. */
    void lock(SortedSet<Key> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        read(List.copyOf(keys));
        List<Key> missing = new ArrayList<>(keys);
        missing.removeAll(acknowledged.keySet());
        if (!missing.isEmpty()) {
            ADD.execute(connection, dialect, boards(missing), stores(missing));
            read(missing);
        }
    }

    private void read(List<Key> keys) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (PreparedStatement find = connection.prepareStatement(FIND
                    + "(board_id, store_id) IN (SELECT * FROM unnest(?, ?)) ORDER BY board_id, store_id FOR UPDATE")) {
                find.setObject(1, boards(keys));
                find.setObject(2, stores(keys));
                take(find);
            }
            return;
        }
        try (PreparedStatement find = connection.prepareStatement(FIND + "board_id = ? AND store_id = ?")) {
            for (Key key : keys) {
                find.setLong(1, key.board());
                find.setLong(2, key.store());
                take(find);
            }
        }
    }

    private void take(PreparedStatement find) throws SQLException {
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                acknowledged.put(new Key(row.getLong(1), row.getLong(2)), row.getLong(3));
            }
        }
    }

    /** Whether a message is the next of its outbox; it counts as stored then. */
    Result decide(Key key, Numbering numbering) {
        long stored = acknowledged.get(key);
        if (numbering.number() <= stored) {
            return Result.DUPLICATE;
        }
        if (numbering.previous() > stored) {
            return Result.GAP;
        }
        acknowledged.put(key, numbering.number());
        changed.put(key, numbering.number());
        return Result.STORED;
    }

    long acknowledged(Key key) {
        return acknowledged.get(key);
    }

    /** Writes what {@link #decide} changed. */
    void save() throws SQLException {
        if (!changed.isEmpty()) {
            List<Key> keys = List.copyOf(changed.keySet());
            long[] numbers = changed.values().stream().mapToLong(Long::longValue).toArray();
            SET.execute(connection, dialect, numbers, boards(keys), stores(keys));
        }
    }

    private static long[] boards(List<Key> keys) {
        return keys.stream().mapToLong(Key::board).toArray();
    }

    private static long[] stores(List<Key> keys) {
        return keys.stream().mapToLong(Key::store).toArray();
    }
}
