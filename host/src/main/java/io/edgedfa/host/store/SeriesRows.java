package io.edgedfa.host.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code series}, within one transaction: the row ids of a board's metrics, added where they are new. */
final class SeriesRows {
    private final Connection connection;
    private final Catalog catalog;
    private final int most;

    SeriesRows(Connection connection, Catalog catalog, int most) {
        this.connection = connection;
        this.catalog = catalog;
        this.most = most;
    }

    /** @return the ids of all the board's series; lacks metrics beyond the limit */
    Map<String, Long> ids(Catalog.Entry board, Set<String> metrics) throws SQLException {
        if (board.series == null) {
            load(board);
        }
        if (!board.series.keySet().containsAll(metrics)) {
            Set<String> added = new TreeSet<>(metrics);
            added.removeAll(board.series.keySet());
            if (Volume.rows(connection, Volume.SERIES) + added.size() <= most) {
                add(board, added);
                load(board);
            }
        }
        return board.series;
    }

    private void add(Catalog.Entry board, Set<String> metrics) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO series (board_id, metric) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            for (String metric : metrics) {
                add.setLong(1, board.id);
                add.setString(2, metric);
                add.addBatch();
            }
            Volume.add(connection, Volume.SERIES, Arrays.stream(add.executeBatch()).sum());
        }
    }

    private void load(Catalog.Entry board) throws SQLException {
        Map<String, Long> ids = new HashMap<>();
        try (PreparedStatement find = connection.prepareStatement("SELECT metric, id FROM series WHERE board_id = ?")) {
            find.setLong(1, board.id);
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    ids.put(row.getString(1), row.getLong(2));
                }
            }
        }
        catalog.setSeries(board, ids);
    }
}
