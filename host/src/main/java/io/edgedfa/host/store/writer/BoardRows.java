package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The table {@code board}, within one transaction. A row is written again only when it says something new. */
final class BoardRows {
    /** A row's {@code last_seen_ms} may be this old. */
    static final long SEEN_EVERY_MS = 10_000;

    private static final String UPSERT = """
            INSERT INTO board (group_id, edge_id, device, first_seen_ms, last_seen_ms, state,
                               rule, model_id, model_version, product_version, os_arch, java_version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (group_id, edge_id) DO UPDATE SET
                device = excluded.device, last_seen_ms = excluded.last_seen_ms, state = excluded.state,
                rule = excluded.rule, model_id = excluded.model_id, model_version = excluded.model_version,
                product_version = excluded.product_version, os_arch = excluded.os_arch, java_version = excluded.java_version""";

    private static final String FIND = "SELECT group_id, edge_id, id FROM board WHERE (group_id, edge_id) ";

    private final Connection connection;
    private final Dialect dialect;
    private final Catalog catalog;

    BoardRows(Connection connection, Dialect dialect, Catalog catalog) {
        this.connection = connection;
        this.dialect = dialect;
        this.catalog = catalog;
    }

    /** Writes the boards, one record each. */
    void put(Collection<BoardRecord> boards) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            boolean any = false;
            for (BoardRecord board : boards) {
                Catalog.Entry known = catalog.find(board.id());
                if (known == null || known.written == null || tellsMore(known.written, board)) {
                    bind(upsert, board);
                    upsert.addBatch();
                    any = true;
                    if (known != null) {
                        known.written = board;
                    }
                }
            }
            if (any) {
                upsert.executeBatch();
            }
        }
        List<BoardRecord> unknown = boards.stream().filter(board -> catalog.find(board.id()) == null).toList();
        find(unknown.stream().map(BoardRecord::id).toList());
        unknown.forEach(board -> catalog.find(board.id()).written = board);
    }

    private static boolean tellsMore(BoardRecord written, BoardRecord now) {
        if (Math.abs(now.lastSeenMs() - written.lastSeenMs()) >= SEEN_EVERY_MS) {
            return true;
        }
        return !now.equals(new BoardRecord(written.id(), written.device(), now.firstSeenMs(), now.lastSeenMs(), written.online(),
                written.rule(), written.modelId(), written.modelVersion(), written.productVersion(), written.osArch(),
                written.javaVersion()));
    }

    private static void bind(PreparedStatement upsert, BoardRecord board) throws SQLException {
        upsert.setString(1, board.id().group());
        upsert.setString(2, board.id().edge());
        upsert.setString(3, text(board.device()));
        upsert.setLong(4, board.firstSeenMs());
        upsert.setLong(5, board.lastSeenMs());
        upsert.setString(6, board.online() ? "online" : "dead");
        String[] texts = {board.rule(), board.modelId(), board.modelVersion(), board.productVersion(), board.osArch(),
            board.javaVersion()};
        for (int i = 0; i < texts.length; i++) {
            upsert.setString(7 + i, text(texts[i]));
        }
    }

    /** PostgreSQL's text cannot hold the character 0. */
    static String text(String said) {
        return said == null ? null : said.replace('\0', '\ufffd');
    }

    /** @return null for a board that was never put */
    Catalog.Entry find(BoardId board) throws SQLException {
        if (catalog.find(board) == null) {
            find(List.of(board));
        }
        return catalog.find(board);
    }

    private void find(List<BoardId> boards) throws SQLException {
        if (dialect == Dialect.POSTGRESQL && !boards.isEmpty()) {
            try (PreparedStatement find = connection.prepareStatement(FIND + "IN (SELECT * FROM unnest(?, ?))")) {
                find.setArray(1, connection.createArrayOf("text", boards.stream().map(BoardId::group).toArray()));
                find.setArray(2, connection.createArrayOf("text", boards.stream().map(BoardId::edge).toArray()));
                take(find);
            }
            return;
        }
        try (PreparedStatement find = connection.prepareStatement(FIND + "= (?, ?)")) {
            for (BoardId board : boards) {
                find.setString(1, board.group());
                find.setString(2, board.edge());
                take(find);
            }
        }
    }

    private void take(PreparedStatement find) throws SQLException {
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                catalog.put(new BoardId(row.getString(1), row.getString(2)), new Catalog.Entry(row.getLong(3), null));
            }
        }
    }
}
