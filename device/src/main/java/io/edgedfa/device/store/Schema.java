package io.edgedfa.device.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, and how older files become newer ones: migration n brings a file from version n to n + 1.
 *
 * <p>{@code state} is one row: counters that only rise, which checkpoints are current and last good, whether a process has
 * the store open, the store's id, and how much is in the outbox ({@code outbox} holds events and answers, {@code report} the rest). Tensors lie in parts so that neither side ever holds a whole one in the heap as bytes.
 */
final class Schema {
    /** "EDFA": tells a board's store from another program's SQLite file. */
    static final int APPLICATION_ID = 0x45444641;

    /** An SQL expression: above 0. */
    static final String RANDOM_ID = "(random() & 9223372036854775807) | 1";

    /** Never edit an entry that was released; append. */
    static final List<List<String>> MIGRATIONS = List.of(List.of(
            """
            CREATE TABLE checkpoint (
                number INTEGER PRIMARY KEY,
                saved_ms INTEGER NOT NULL,
                seal INTEGER NOT NULL)""",
            """
            CREATE TABLE fact (
                checkpoint INTEGER NOT NULL REFERENCES checkpoint ON DELETE CASCADE,
                position INTEGER NOT NULL,
                name TEXT NOT NULL,
                value TEXT NOT NULL,
                PRIMARY KEY (checkpoint, position))""",
            """
            CREATE TABLE tensor (
                id INTEGER PRIMARY KEY,
                checkpoint INTEGER NOT NULL REFERENCES checkpoint ON DELETE CASCADE,
                name TEXT NOT NULL,
                elements INTEGER NOT NULL,
                crc INTEGER NOT NULL,
                UNIQUE (checkpoint, name))""",
            """
            CREATE TABLE part (
                tensor INTEGER NOT NULL REFERENCES tensor ON DELETE CASCADE,
                position INTEGER NOT NULL,
                data BLOB NOT NULL,
                PRIMARY KEY (tensor, position))""",
            """
            CREATE TABLE memory (
                slot INTEGER PRIMARY KEY,
                crc INTEGER NOT NULL,
                data BLOB NOT NULL)""",
            """
            CREATE TABLE factory (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                sha256 TEXT NOT NULL,
                model_id TEXT NOT NULL,
                version INTEGER NOT NULL,
                path TEXT NOT NULL)""",
            """
            CREATE TABLE event (
                number INTEGER PRIMARY KEY,
                time_ms INTEGER NOT NULL,
                kind TEXT NOT NULL,
                text TEXT NOT NULL)""",
            """
            CREATE TABLE outbox (
                number INTEGER PRIMARY KEY,
                time_ms INTEGER NOT NULL,
                kind TEXT NOT NULL,
                text TEXT NOT NULL)""",
            """
            CREATE TABLE state (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                opened INTEGER NOT NULL,
                last_event INTEGER NOT NULL,
                last_checkpoint INTEGER NOT NULL,
                dropped INTEGER NOT NULL,
                current INTEGER REFERENCES checkpoint,
                last_good INTEGER REFERENCES checkpoint)""",
            "INSERT INTO state (id, opened, last_event, last_checkpoint, dropped) VALUES (1, 0, 0, 0, 0)"),
            List.of(
            "ALTER TABLE outbox RENAME TO former_outbox",
            """
            CREATE TABLE outbox (
                number INTEGER PRIMARY KEY,
                kind INTEGER NOT NULL,
                time_ms INTEGER NOT NULL,
                body BLOB NOT NULL)""",
            """
            CREATE TABLE report (
                number INTEGER PRIMARY KEY,
                kind INTEGER NOT NULL,
                time_ms INTEGER NOT NULL,
                body BLOB NOT NULL)""",
            """
            INSERT INTO outbox (number, kind, time_ms, body)
                SELECT number, 2, time_ms, CAST(kind || char(10) || text AS BLOB) FROM former_outbox""",
            "DROP TABLE former_outbox",
            "ALTER TABLE state RENAME COLUMN last_event TO last_number",
            "ALTER TABLE state RENAME COLUMN dropped TO dropped_events",
            "ALTER TABLE state ADD COLUMN dropped_reports INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE state ADD COLUMN reports INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE state ADD COLUMN report_bytes INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE state ADD COLUMN events INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE state ADD COLUMN event_bytes INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE state ADD COLUMN store INTEGER NOT NULL DEFAULT 0",
            "UPDATE state SET store = " + RANDOM_ID + ", events = (SELECT COUNT(*) FROM outbox),"
                    + " event_bytes = (SELECT IFNULL(SUM(LENGTH(body)), 0) FROM outbox)"),
            List.of(
            """
            CREATE TABLE command (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                argument TEXT NOT NULL,
                expires_ms INTEGER NOT NULL,
                state TEXT NOT NULL,
                reason TEXT NOT NULL,
                time_ms INTEGER NOT NULL,
                answer INTEGER NOT NULL)""",
            """
            CREATE TABLE standing (
                name TEXT PRIMARY KEY,
                value TEXT NOT NULL)"""));

    static final int VERSION = MIGRATIONS.size();

    private Schema() {}

    /**
     * Makes sure that this is a board's store of a version that this program knows. Writes nothing.
     *
     * @return its version, 0 if the file is empty
     */
    static int identify(Database database) {
        return database.read("could not be opened", () -> {
            int version = (int) database.number("PRAGMA user_version");
            long owner = database.number("PRAGMA application_id");
            boolean empty = database.number("SELECT COUNT(*) FROM sqlite_schema") == 0;
            if (empty && version == 0 && owner == 0) {
                return 0;
            }
            if (owner != APPLICATION_ID) {
                throw refused(database.file(), "it is another program's SQLite file");
            }
            if (version > VERSION) {
                throw refused(database.file(), "it has schema version " + version + ", this program knows up to " + VERSION);
            }
            return version;
        });
    }

    /** Brings the file from the version to {@link #VERSION}, one transaction per step. */
    static void migrate(Database database, int from) {
        for (int version = from; version < VERSION; version++) {
            int step = version;
            database.write("could not be brought from schema version " + step + " to " + (step + 1), () -> {
                for (String sql : MIGRATIONS.get(step)) {
                    database.execute(sql);
                }
                database.execute("PRAGMA application_id = " + APPLICATION_ID); // a pragma takes no bound parameter
                database.execute("PRAGMA user_version = " + (step + 1));
                return null;
            });
        }
    }

    /** Settings of a connection that writes; the file keeps only the first. */
    static void configure(Database database, long maxBytes) throws SQLException {
        database.execute("PRAGMA journal_mode = WAL");
        database.execute("PRAGMA synchronous = FULL"); // a commit is on the disk before it returns
        database.execute("PRAGMA foreign_keys = ON");
        database.execute("PRAGMA temp_store = MEMORY"); // the board's temporary folder may be read-only
        database.execute("PRAGMA wal_autocheckpoint = 1000"); // pages
        database.execute("PRAGMA journal_size_limit = 4194304");
        database.execute("PRAGMA max_page_count = " + maxBytes / database.number("PRAGMA page_size"));
    }

    private static StoreException refused(Path file, String why) {
        return new StoreException(file + ": could not be opened: " + why, null);
    }
}
