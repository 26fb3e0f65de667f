package io.edgedfa.device.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The board's durable store. Safe for use by many threads; they wait for each other.
 *
 * <p>Every method of it and its parts throws {@link StoreException} if SQLite fails. A change that failed left nothing behind,
 * and the store can be used on; if it keeps failing, close it and open it anew. Readers that are handed a consumer must not
 * use the store from within.
 */
public final class BoardStore implements AutoCloseable {
    private static final int CLOSED = 0;
    private static final int OPEN = 1;
    private static final int SUSPECT = 2;
    /** Quickly read. The other tables are read as a whole and against checksums anyway. */
    private static final List<String> SMALL_TABLES =
            List.of("state", "factory", "checkpoint", "fact", "tensor", "event", "outbox", "command", "standing");

    private final Database database;
    private final StoreLock lock;
    private final Path setAside;
    private final boolean crashed;
    private final Checkpoints checkpoints;
    private final EventLog events;
    private final Outbox outbox;
    private final Commands commands;

    private BoardStore(Database database, StoreLock lock, Path setAside, boolean crashed, StoreLimits limits, Clock clock) {
        this.database = database;
        this.lock = lock;
        this.setAside = setAside;
        this.crashed = crashed;
        checkpoints = new Checkpoints(database, clock);
        outbox = new Outbox(database, limits, clock);
        events = new EventLog(database, outbox, limits, clock);
        commands = new Commands(database, outbox, clock);
    }

    /**
     * Opens or makes the store, to write it. One that is corrupt is set aside ({@code FILE.corrupt-1} and so on with its
     * {@code -wal} and {@code -shm}, the newest two kept) and a new one made. After a crash the small tables are checked, after
     * SQLite met corruption all of it is.
     *
     * @param file  in a folder that is there
     * @param clock tells the time of checkpoints and events
     * @throws StoreInUseException if another process, or this one, has it open
     * @throws StoreException      if it cannot be opened at all: it is of a newer version or another program's, the folder is
     *                             missing, the disk is full or read-only
     */
    public static BoardStore open(Path file, StoreLimits limits, Clock clock) {
        Path path = real(file);
        StoreLock lock = StoreLock.take(path);
        BoardStore store = null;
        try {
            try {
                store = open(path, lock, null, limits, clock);
            } catch (CorruptStoreException e) {
                store = open(path, lock, SetAside.move(path), limits, clock);
            }
            return store;
        } finally {
            if (store == null) {
                lock.close();
            }
        }
    }

    private static BoardStore open(Path file, StoreLock lock, Path setAside, StoreLimits limits, Clock clock) {
        Database database = Database.open(file, limits.maxBytes());
        boolean ready = false;
        try {
            long opened = database.read("could not be opened", () -> {
                long found = database.number("SELECT opened FROM state");
                check(database, found);
                return found;
            });
            database.write("could not be opened", () -> {
                // Numbers given by a store that was set aside are not given again.
                long least = SetAside.newest(file) << 32;
                return database.update("UPDATE state SET opened = ?, last_number = MAX(last_number, ?)", OPEN, least);
            });
            ready = true;
            return new BoardStore(database, lock, setAside, opened == OPEN, limits, clock);
        } finally {
            if (!ready) {
                database.close();
            }
        }
    }

    private static void check(Database database, long opened) throws SQLException {
        if (opened == SUSPECT) {
            database.quickCheck("1");
        } else if (opened == OPEN) {
            for (String table : SMALL_TABLES) {
                database.quickCheck(table);
            }
        }
    }

    /**
     * Opens a store to read it, also while a board has it open; whatever changes it throws. {@link #crashed} and
     * {@link #setAside} say nothing.
     *
     * @throws StoreException if there is none, if it is corrupt, of another version or another program's
     */
    public static BoardStore openToRead(Path file) {
        Path path = real(file);
        if (!Files.isRegularFile(path)) {
            throw new StoreException(file + ": could not be opened: there is no such file", null);
        }
        return new BoardStore(Database.openToRead(path), null, null, false, StoreLimits.defaults(), Clock.systemUTC());
    }

    /** Two names of one file must come to one lock. */
    private static Path real(Path file) {
        Path path = file.toAbsolutePath().normalize();
        try {
            return Files.exists(path) ? path.toRealPath() : path.getParent().toRealPath().resolve(path.getFileName());
        } catch (IOException e) {
            throw new StoreException(file + ": could not be opened: its folder is not there: " + e, e);
        }
    }

    /** Deletes a store that nobody has open, and all that belongs to it. What is not there is no error. */
    public static void delete(Path file) {
        try {
            for (String suffix : Database.SUFFIXES) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
            Files.deleteIfExists(StoreLock.of(file));
        } catch (IOException e) {
            throw new StoreException(file + ": could not be deleted: " + e, e);
        }
    }

    /** Where the corrupt predecessor went when this store was opened. */
    public Optional<Path> setAside() {
        return Optional.ofNullable(setAside);
    }

    /** Whether the last process that had the store open did not close it. False if there was none, or it was set aside. */
    public boolean crashed() {
        return crashed;
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    public EventLog events() {
        return events;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Commands commands() {
        return commands;
    }

    /** Of the files: the store, its write-ahead log and that one's index. */
    public long bytes() {
        return database.bytes();
    }

    /**
     * Reads the whole file and checks how it hangs together, not what the checksums say.
     *
     * @throws CorruptStoreException if it does not hang together; the store is set aside when it is next opened
     */
    public void check() {
        database.read("could not be checked", () -> {
            database.quickCheck("1");
            return null;
        });
    }

    /** Marks the store closed in order and lets go of it. Never throws; closing again does nothing. */
    @Override
    public void close() {
        try {
            if (lock != null) {
                outbox.tidy();
                int mark = database.suspect() ? SUSPECT : CLOSED;
                database.write("could not be closed", () -> database.update("UPDATE state SET opened = ?", mark));
            }
        } catch (RuntimeException e) {
            // Then it counts as crashed, and is checked when it is next opened.
        } finally {
            database.close();
            if (lock != null) {
                lock.close();
            }
        }
    }
}
