package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.database.Dialect;
import io.edgedfa.host.store.series.Volume;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code series}, within one transaction: the row ids of boards' metrics, added where they are new. */
final class SeriesRows {
    private static final String FIND = "SELECT board_id, metric, id FROM series WHERE board_id ";

    private final Connection connection;
    private final Dialect dialect;
    private final Catalog catalog;
    private final int most;

    SeriesRows(Connection connection, Dialect dialect, Catalog catalog, int most) {
        this.connection = connection;
        this.dialect = dialect;
        this.catalog = catalog;
        this.most = most;
    }

    /** Makes the ids known of the series these boards need; metrics beyond the limit stay unknown. */
    void prepare(Map<Catalog.Entry, Set<String>> needed) throws SQLException {
        load(needed.keySet().stream().filter(board -> board.series == null).toList());
        Map<Catalog.Entry, Set<String>> missing = new LinkedHashMap<>();
        int count = 0;
        for (Map.Entry<Catalog.Entry, Set<String>> board : needed.entrySet()) {
            Set<String> unknown = new TreeSet<>(board.getValue());
            unknown.removeAll(board.getKey().series.keySet());
            if (!unknown.isEmpty()) {
                missing.put(board.getKey(), unknown);
                count += unknown.size();
            }
        }
        if (count > 0) {
            add(missing);
            load(List.copyOf(missing.keySet()));
        }
    }

    private void add(Map<Catalog.Entry, Set<String>> missing) throws SQLException {
        long room = most - Volume.rows(connection, Volume.SERIES);
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO series (board_id, metric) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            for (Map.Entry<Catalog.Entry, Set<String>> board : missing.entrySet()) {
                for (String metric : board.getValue()) {
                    if (room-- > 0) {
                        add.setLong(1, board.getKey().id);
                        add.setString(2, metric);
                        add.addBatch();
                    }
                }
            }
            Volume.add(connection, Volume.SERIES, Arrays.stream(add.executeBatch()).sum());
        }
    }

    private void load(List<Catalog.Entry> boards) throws SQLException {
        Map<Long, Map<String, Long>> ids = new HashMap<>();
        boards.forEach(board -> ids.put(board.id, new HashMap<>()));
        if (dialect == Dialect.POSTGRESQL && !boards.isEmpty()) {
            try (PreparedStatement find = connection.prepareStatement(FIND + "IN (SELECT * FROM unnest(?))")) {
                find.setObject(1, boards.stream().mapToLong(board -> board.id).toArray());
                take(find, ids);
            }
        } else {
            try (PreparedStatement find = connection.prepareStatement(FIND + "= ?")) {
                for (Catalog.Entry board : boards) {
                    find.setLong(1, board.id);
                    take(find, ids);
                }
            }
        }
        boards.forEach(board -> catalog.setSeries(board, ids.get(board.id)));
    }

    private static void take(PreparedStatement find, Map<Long, Map<String, Long>> ids) throws SQLException {
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                ids.get(row.getLong(1)).put(row.getString(2), row.getLong(3));
            }
        }
    }
}
